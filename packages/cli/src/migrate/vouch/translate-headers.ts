import { claimFieldName } from '@drawbridge/gateway/node';
import type { Migration } from './migration.ts';

/** `gateway.headers`. */
export interface MigratedHeaders {
  readonly profiles: readonly ['vouch'];
  readonly fields?: Readonly<Record<string, string | { readonly claim: string }>>;
}

/** Translates what apps are told of a person. */
export function translateHeaders({ settings: { headers }, note }: Migration): MigratedHeaders {
  const { user, success, claims, claimHeader } = headers;
  const fields: [name: string, value: string | { readonly claim: string }][] = [];
  if (user.toLowerCase() !== 'x-vouch-user') fields.push([user, 'user']);
  if (success.toLowerCase() !== 'x-vouch-success') {
    note('vouch.headers.success', 'not carried over; it is X-Vouch-Success from now on.');
  }
  for (const claim of claims) fields.push([claimFieldName(claimHeader, claim), { claim }]);
  note(
    'vouch.headers.user',
    'its value is the email that was verified, else the subject; Vouch Proxy told the user name.',
  );
  if (claims.length > 0) {
    note(
      'vouch.headers.claims',
      'a list is a,b from now on, where Vouch Proxy wrote "a","b", and all but printable ASCII is percent-encoded.',
    );
  }
  // From entries, since a name such as __proto__ that is assigned to is no member.
  return { profiles: ['vouch'], ...(fields.length > 0 && { fields: Object.fromEntries(fields) }) };
}

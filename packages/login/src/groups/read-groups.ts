import { type JsonObject, member, quote } from '@drawbridge/core';
import { findProvider } from '../providers/find-provider.ts';
import { toldElsewhere } from './told-elsewhere.ts';

/** The groups of a person as a token tells them. Where it does not tell all of them, they are unknown, and never none. */
export type Groups =
  | { readonly kind: 'known'; readonly groups: readonly string[]; readonly claim: string }
  | {
      readonly kind: 'unknown';
      /** A sentence without its full stop: `the token has no claim groups`. */
      readonly reason: string;
    };

/**
 * Reads the groups of a token that was verified.
 *
 * Unknown is what a token leaves out: a claim that is not there, one that is told elsewhere (OpenID Connect Core 1.0 section
 * 5.6.2, `_claim_names`; `hasgroups` of Microsoft Entra), one of another form, or one as long as the provider cuts it.
 *
 * @param claim - its name, letter by letter, `https://example.com/groups` too. Default: that of the provider, else `groups`
 */
export function readGroups(claims: JsonObject, claim?: string): Groups {
  const issuer = member(claims, 'iss');
  const provider = typeof issuer === 'string' ? findProvider(issuer) : undefined;
  const name = claim ?? provider?.groupsClaim?.value ?? 'groups';
  const elsewhere = toldElsewhere(claims, name);
  if (elsewhere !== undefined) return unknown(elsewhere);
  const value = member(claims, name);
  if (value === undefined) return unknown(`the token has no claim ${quote(name)}`);
  const listed = typeof value === 'string' ? [value] : value;
  if (!Array.isArray(listed) || !listed.every(isGroup)) {
    return unknown(`the claim ${quote(name)} is no list of names`);
  }
  const limit = provider?.groupsLimit?.value;
  if (limit !== undefined && listed.length >= limit) {
    return unknown(
      `the claim ${quote(name)} has ${listed.length} groups, and ${provider?.name} leaves some out at ${limit}`,
    );
  }
  return { kind: 'known', groups: [...new Set(listed)], claim: name };
}

function isGroup(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function unknown(reason: string): Groups {
  return { kind: 'unknown', reason };
}

import type { JsonObject, VerifiedToken } from '@drawbridge/core';
import { type GroupsClaim, readGroups } from '@drawbridge/rules';
import { readEmail } from './read-email.ts';
import type { User } from './user.ts';

/** How a provider, or an issuer of bearer tokens, is read. */
export interface UserOfOptions {
  /** Its name in the configuration. */
  readonly provider: string;
  readonly groups: GroupsClaim;
  /**
   * Whether an email counts whatever `email_verified` says, for a provider whose people cannot choose their own. Default:
   * false.
   */
  readonly trustsEmail?: boolean | undefined;
  /** The names of the claims that are kept. Default: all but those that are about the token. */
  readonly keeps?: readonly string[] | undefined;
}

/** About a token, and no more true once another one takes its place. Groups are read apart, where it shows that some are missing. */
const OF_TOKEN: ReadonlySet<string> = new Set([
  'iss',
  'sub',
  'aud',
  'exp',
  'nbf',
  'iat',
  'jti',
  'sid',
  'nonce',
  'auth_time',
  'at_hash',
  'c_hash',
  's_hash',
  '_claim_sources',
  'hasgroups',
]);

/** Reads who a token that was verified is about. Its verifier requires `sub`. */
export function userOf(
  token: VerifiedToken,
  { provider, groups, trustsEmail = false, keeps }: UserOfOptions,
): User {
  const isVerified = trustsEmail || token.claim('email_verified') === true;
  const email = isVerified ? readEmail(token.claim('email')) : undefined;
  const preferredUsername = textOf(token.claim('preferred_username'));
  const name = textOf(token.claim('name'));
  return {
    provider,
    issuer: token.issuer,
    subject: textOf(token.claim('sub')) ?? '',
    ...(email !== undefined && { email }),
    ...(preferredUsername !== undefined && { preferredUsername }),
    ...(name !== undefined && { name }),
    groups: readGroups(token.claims, groups),
    claims: kept(token.claims, { groups: groups.claim, keeps, email }),
  };
}

interface Keeping {
  /** Name of the claim that has the groups. */
  readonly groups: string;
  readonly keeps: readonly string[] | undefined;
  readonly email: string | undefined;
}

/** Of an email that is not verified nothing is kept: a rule about claims would take it for one that is. */
function kept(claims: JsonObject, { groups, keeps, email }: Keeping): JsonObject {
  const wanted = keeps && new Set(keeps);
  const entries = Object.entries(claims)
    .filter(([name]) => !OF_TOKEN.has(name) && name !== groups && wanted?.has(name) !== false)
    .map(([name, value]) => [name, name === 'email' ? email : value] as const)
    .filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

import { type JsonObject, member, type VerifiedToken } from '@drawbridge/core';
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

/** Claims of an issuer. */
export type Told = Pick<VerifiedToken, 'issuer' | 'claims'>;

/** Reads who claims are about: those of a token that was verified, whose verifier requires `sub`. */
export function userOf(
  { issuer, claims }: Told,
  { provider, groups, trustsEmail = false, keeps }: UserOfOptions,
): User {
  const isVerified = trustsEmail || member(claims, 'email_verified') === true;
  const email = isVerified ? readEmail(member(claims, 'email')) : undefined;
  const preferredUsername = textOf(member(claims, 'preferred_username'));
  const name = textOf(member(claims, 'name'));
  return {
    provider,
    issuer,
    subject: textOf(member(claims, 'sub')) ?? '',
    ...(email !== undefined && { email }),
    ...(preferredUsername !== undefined && { preferredUsername }),
    ...(name !== undefined && { name }),
    groups: readGroups(claims, groups),
    claims: kept(claims, { groups, keeps }, email),
  };
}

/** Whether a claim of this name is kept of tokens that have it, so that rules and apps may know it. */
export function keepsClaim(
  name: string,
  { groups, keeps }: Pick<UserOfOptions, 'groups' | 'keeps'>,
): boolean {
  return !OF_TOKEN.has(name) && name !== groups.claim && keeps?.includes(name) !== false;
}

/** Of an email that is not verified nothing is kept: a rule about claims would take it for one that is. */
function kept(
  claims: JsonObject,
  keeping: Pick<UserOfOptions, 'groups' | 'keeps'>,
  email: string | undefined,
): JsonObject {
  const entries = Object.entries(claims)
    .filter(([name]) => keepsClaim(name, keeping))
    .map(([name, value]) => [name, name === 'email' ? email : value] as const)
    .filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

import { type JsonObject, member } from '@drawbridge/core';
import type { VouchSession } from '@drawbridge/oauth';
import { readEmail } from '../../user/read-email.ts';
import type { User } from '../../user/user.ts';
import { userOf, type UserOfOptions } from '../../user/user-of.ts';
import { saysNo } from '../../vouch/says-no.ts';

/** What a cookie is read by. */
export interface VouchUserOptions {
  /** How claims of the provider are read. */
  readonly reader: UserOfOptions;
  /** Of the provider, as its document has it. */
  readonly issuer: string;
  /** `sub` of the ID token in the cookie, where that was verified. */
  readonly subject: string | undefined;
}

/** In front of a user name that stands for a subject: no provider gives one that begins so. */
const PREFIX = 'vouch:';

/**
 * Reads who a cookie of Vouch Proxy is of. Its claims are those of the userinfo that the configuration kept, and are read as those of
 * an ID token are.
 *
 * The subject is that of the ID token; else `sub` of the claims where `iss` of them is the provider; else the user name behind
 * `vouch:`, which is never the subject of somebody. A user name that is an email counts as one, since Vouch Proxy has let in by
 * it, but where the claims have another email, or say that it was not verified.
 *
 * @returns `undefined` where the ID token and the claims are of two people (OpenID Connect Core 1.0 section 5.3.2)
 */
export function vouchUser(
  { username, customClaims = {} }: VouchSession,
  { reader, issuer, subject }: VouchUserOptions,
): User | undefined {
  const told = member(customClaims, 'sub');
  if (subject !== undefined && told !== undefined && told !== subject) return undefined;
  const isTold = typeof told === 'string' && told !== '' && member(customClaims, 'iss') === issuer;
  const known = subject ?? (isTold ? told : undefined);
  const email = emailOf(username, customClaims);
  const claims: JsonObject = {
    ...(readEmail(username) === undefined && { preferred_username: username }),
    ...customClaims,
    sub: known ?? PREFIX + username,
    ...(email !== undefined && { email }),
  };
  const trustsEmail = email !== undefined || reader.trustsEmail === true;
  return userOf({ issuer, claims }, { ...reader, trustsEmail });
}

/** The user name, where it is an email and nothing says otherwise. */
function emailOf(username: string, claims: JsonObject): string | undefined {
  const email = readEmail(username);
  if (email === undefined || saysNo(member(claims, 'email_verified'))) return undefined;
  const told = member(claims, 'email');
  return told === undefined || readEmail(told) === email ? email : undefined;
}

import { DrawbridgeError, type JsonObject, parseUrl } from '@drawbridge/core';
import { readEmail } from '../../user/read-email.ts';
import type { VouchIdentity } from '../vouch-provider.ts';
import type { ToldIdentity } from './read-identity.ts';

/** Characters of a user name: it goes into a cookie and a field of each request. */
const MAX_NAME = 1024;

/**
 * Judges what a provider told: an email of which it says that it is not the person's is none, nor does it stand for a user name, and a name that could not stand in a field of HTTP is refused.
 *
 * @throws {DrawbridgeError} `claim_missing` where there is no user name; `claim_invalid` for one that is no name, or an email that is not
 *   the person's
 */
export function judgeIdentity(
  told: ToldIdentity,
  claims: JsonObject,
): Pick<VouchIdentity, 'username' | 'email' | 'claims'> {
  const email = readEmail(told.email);
  const isUnverified = told.isUnverified === true && told.email !== undefined;
  const ofEmail = told.isNamedByEmail === true && email !== undefined ? told.email : undefined;
  const username = told.username ?? ofEmail;
  if (username === undefined) {
    throw refuse(
      'claim_missing',
      'it told no user name',
      'See which scopes and members the provider needs for it: docs/reference/vouch-config.md lists them.',
    );
  }
  if (username.length > MAX_NAME || /[\p{Cc}\p{Cs}]/u.test(username)) {
    throw refuse('claim_invalid', 'its user name has a character that no name has, or is too long');
  }
  if (isUnverified && username.toLowerCase() === told.email?.toLowerCase()) {
    throw refuse(
      'claim_invalid',
      'it says that the email, which is the user name, was not verified to be that of the person',
      'Have the person verify the email at the provider.',
    );
  }
  if (!isUnverified) return { username, email, claims };
  const { email: _, ...others } = claims;
  return { username, email: undefined, claims: others };
}

/** @throws {DrawbridgeError} `claim_invalid` for the address of a site that is none */
export function requireSite(me: string | undefined): void {
  if (me === undefined) return;
  const url = parseUrl(me);
  const isSite =
    url !== undefined &&
    /^https?:$/.test(url.protocol) &&
    url.username === '' &&
    url.password === '' &&
    url.hash === '';
  if (!isSite) throw refuse('claim_invalid', 'its me is no address of a site');
}

function refuse(
  code: 'claim_missing' | 'claim_invalid',
  why: string,
  hint = 'Sign in again. If it happens again, tell whoever runs the provider.',
): DrawbridgeError {
  return new DrawbridgeError(code, {
    detail: `what the provider told of the person was thrown away: ${why}`,
    hint,
  });
}

import type { JsonObject } from '@drawbridge/core';

/** STS API reference, AssumeRoleWithWebIdentity, RoleSessionName: `[\w+=,.@-]*`, 2 to 64 characters. */
const NOT_ALLOWED = /[^A-Za-z0-9_+=,.@-]+/g;
const LONGEST = 64;

/** What is said where a text has nothing that a session name may have. */
const FALLBACK = 'drawbridge';

/**
 * Makes the name of a session of any text. It is in the ARN of the session and in CloudTrail.
 *
 * What a name may not have becomes `-`, letters lose their accents, and the middle of what is too long is left out, for
 * its end tells names apart. A name that is allowed stays as it is.
 */
export function sessionName(text: string): string {
  const plain = text.normalize('NFKD').replace(/\p{M}+/gu, '');
  const name = isSessionName(text) ? text : trimmed(plain.replace(NOT_ALLOWED, '-'));
  if (name === '') return FALLBACK;
  if (name.length === 1) return `${FALLBACK}-${name}`;
  if (name.length <= LONGEST) return name;
  const half = LONGEST / 2;
  return name.slice(0, half) + name.slice(-half);
}

/** The name of a session, of what a token says of its owner: the e-mail address, else `sub`. AWS always takes it. */
export function sessionOfClaims({ email, sub }: JsonObject): string {
  const named = [email, sub].find((value) => typeof value === 'string' && value !== '');
  return sessionName(typeof named === 'string' ? named : '');
}

/** Whether STS takes a text as the name of a session. */
export function isSessionName(text: string): boolean {
  return /^[A-Za-z0-9_+=,.@-]{2,64}$/.test(text);
}

function trimmed(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && text[start] === '-') start++;
  while (end > start && text[end - 1] === '-') end--;
  return text.slice(start, end);
}

import { decodeToken, DrawbridgeError, type JsonObject, member } from '@drawbridge/core';
import type { TokenSet } from './token-set.ts';

/** What tells of whom tokens are. */
export type Held = Pick<TokenSet, 'accessToken' | 'idToken'>;

/** Claims that are the same in every ID token of one sign-in (OpenID Connect Core section 12.2). */
const OF_ID_TOKEN = ['iss', 'sub', 'aud'];
/** An access token may be for somebody else than the one before; it is still of the same person. */
const OF_ACCESS_TOKEN = ['iss', 'sub'];

/**
 * Sees that what a refresh gave is of the person whose token was refreshed. ID tokens are compared with each other, and
 * access tokens that are signed JWTs; not the one with the other, since an issuer may name a person differently to each
 * reader. What does not say of whom it is passes: an opaque token, an encrypted one. Signatures are not judged: the
 * answer came from the endpoint itself.
 *
 * @param url - of the endpoint
 * @throws {DrawbridgeError} `sign_in_needed` when it is somebody else's
 */
export function requireSamePerson(held: Held, given: Held, url: string): void {
  const differing =
    differingClaim(held.idToken, given.idToken, OF_ID_TOKEN, 'ID token') ??
    differingClaim(held.accessToken, given.accessToken, OF_ACCESS_TOKEN, 'access token');
  if (differing === undefined) return;
  throw new DrawbridgeError('sign_in_needed', {
    detail: `${url} answered the refresh with the tokens of somebody else (${differing}): they were thrown away`,
    hint: 'Sign in again. If it happens again, tell whoever runs the token endpoint: it mixes up its users.',
  });
}

function differingClaim(
  held: string | undefined,
  given: string | undefined,
  names: readonly string[],
  what: string,
): string | undefined {
  const [before, after] = [claimsOf(held), claimsOf(given)];
  if (before === undefined || after === undefined) return undefined;
  const differing = names.find((name) => !isSame(member(before, name), member(after, name)));
  return differing && `the ${differing} of the ${what} is another one`;
}

/** What was not said before may be said now. What was said must be said again, and not be left out. */
function isSame(before: unknown, after: unknown): boolean {
  return before === undefined || asText(before) === asText(after);
}

/** Audiences are a set, and one of them may come alone (RFC 7519 section 4.1.3). */
function asText(claim: unknown): string {
  const values: readonly unknown[] = Array.isArray(claim) ? claim : [claim];
  const texts = values.map((value) => JSON.stringify(value) ?? '');
  return [...new Set(texts)].toSorted().join();
}

function claimsOf(token: string | undefined): JsonObject | undefined {
  if (token === undefined) return undefined;
  try {
    return decodeToken(token, token.length).claims;
  } catch {
    return undefined;
  }
}

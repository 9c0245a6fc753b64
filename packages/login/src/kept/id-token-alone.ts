import type { TokenSet } from '@drawbridge/oauth';
import type { IdentifiedTokens } from './logins.ts';

/** What RFC 8693 section 2.2.1 has for a token that is no access token, so that nobody sends it as one. */
const NO_ACCESS_TOKEN = 'N_A';

/** A token set of an ID token and nothing else, as the implicit flow gives it. @param now - seconds since the epoch */
export function idTokenAlone(idToken: string, now: number): IdentifiedTokens {
  return { accessToken: idToken, tokenType: NO_ACCESS_TOKEN, obtainedAt: now, idToken };
}

/** The access token of a set; `undefined` where it has an ID token alone. */
export function accessTokenOf({ accessToken, tokenType }: TokenSet): string | undefined {
  return tokenType === NO_ACCESS_TOKEN ? undefined : accessToken;
}

import type { AccessTokenProfile } from '../issuer/access-claims.ts';
import type { HostileToken } from './hostile-token.ts';

/** Types of access tokens (RFC 9068 section 2.1), which are what an API is called with. */
const ACCESS_TOKENS = new Set(['typ at+jwt, an access token', 'typ application/at+jwt']);
/** Claims that RFC 9068 asks for, and other profiles leave to whoever needs them. */
const OPTIONAL_CLAIMS = new Set(['no iat', 'no sub', 'an empty sub', 'sub null']);
/** Characters: what servers take in a header field without being told to. */
const MAX_LENGTH = 8192;
/** What a header field carries as it is: ASCII, without a space at either end (RFC 9110 section 5.5). */
const FIELD_VALUE = /^(?! )[\x20-\x7e]*(?<! )$/;

/** Those hostile tokens that an API meets in `Authorization`, each with the code that a guard finds there. */
export function judgedByApi(
  tokens: readonly HostileToken[],
  profile: AccessTokenProfile,
): readonly HostileToken[] {
  return tokens
    .filter(({ name, token }) => {
      if (ACCESS_TOKENS.has(name)) return false;
      if (OPTIONAL_CLAIMS.has(name) && profile !== 'rfc9068') return false;
      return token.length <= MAX_LENGTH && FIELD_VALUE.test(token);
    })
    .map((hostile) =>
      isOneWord(hostile.token) ? hostile : { ...hostile, code: 'credentials_malformed' },
    );
}

/** What is behind the scheme `Bearer` when it is one token, good or bad. */
function isOneWord(token: string): boolean {
  return token !== '' && !token.includes(' ');
}

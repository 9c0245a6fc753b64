import { quote, type VerifiedToken } from '@drawbridge/core';
import { refusal } from '../refusal.ts';
import type { Profile } from './profile.ts';

/** Keycloak's claim `typ`, in lower case, of what it signs with the same keys and is no access token. */
const OTHER_KINDS = new Set(['id', 'refresh', 'offline', 'logout']);

/**
 * Claims that an ID token, a logout token or a security event has, and an access token never: hashes of what
 * was issued beside it (OpenID Connect Core 1.0 section 3.3.2.11, FAPI 1.0 part 2 section 5.2.2.1), and
 * the events (RFC 8417 section 2.2).
 */
const OTHERS_CLAIMS = ['at_hash', 'c_hash', 's_hash', 'events'];

/**
 * What access tokens of OpenID providers and assertions of platforms have in common. There is no mark that each
 * of them carries, so what can be told to be something else is refused. It cannot always be told: an
 * audience that ID tokens do not have is what keeps the rest out.
 */
export const genericProfile: Profile = {
  types: [undefined, 'JWT', 'at+jwt'],
  requiredClaims: [],
  check(token) {
    const typ = token.claim('typ');
    if (typeof typ === 'string' && OTHER_KINDS.has(typ.toLowerCase())) {
      throw noAccessToken(token, `its claim typ is ${quote(typ)}`);
    }
    // Amazon Cognito: `access` or `id`.
    const use = token.claim('token_use');
    if (use !== undefined && use !== 'access') {
      throw noAccessToken(token, 'its claim token_use is not "access"');
    }
    for (const name of OTHERS_CLAIMS) {
      if (token.claim(name) !== undefined) throw noAccessToken(token, `it has the claim ${name}`);
    }
  },
};

function noAccessToken(token: VerifiedToken, why: string) {
  return refusal(
    token,
    'token_type_not_allowed',
    `the token is no access token: ${why}`,
    'See which token the proxy forwards: the access token is needed, not the ID or refresh token.',
  );
}

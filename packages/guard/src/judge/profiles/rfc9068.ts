import { DrawbridgeError } from '@drawbridge/core';
import type { Profile } from './profile.ts';

/** RFC 9068 sections 2.1, 2.2 and 4: the type that tells an access token from any other JWT, and its claims. */
export const rfc9068Profile: Profile = {
  types: ['at+jwt'],
  requiredClaims: ['client_id', 'iat', 'jti', 'sub'],
  check(token) {
    for (const name of ['client_id', 'jti']) {
      if (typeof token.claim(name) !== 'string') {
        throw new DrawbridgeError('claim_invalid', {
          detail: `the token's ${name} is not a string`,
        });
      }
    }
  },
};

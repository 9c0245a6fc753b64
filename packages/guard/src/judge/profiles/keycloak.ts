import { DrawbridgeError } from '@drawbridge/core';
import type { Profile } from './profile.ts';

/**
 * Keycloak signs all that it issues with the same keys and header, and says in the claim `typ` what it is.
 * `DPoP` is a token that is bound to a key; whether that is accepted is decided by its `cnf`.
 */
export const keycloakProfile: Profile = {
  types: ['JWT', 'at+jwt'],
  requiredClaims: ['typ'],
  check(token) {
    const typ = token.claim('typ');
    if (typ === 'Bearer' || typ === 'DPoP') return;
    throw new DrawbridgeError('token_type_not_allowed', {
      detail: 'the token is no access token: its claim typ is not "Bearer"',
      hint: 'See which token the proxy forwards; for an issuer other than Keycloak set profile to "generic".',
    });
  },
};

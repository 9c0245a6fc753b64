import { DrawbridgeError, otherKindFault } from '@drawbridge/core';
import { OTHER_KIND_HINT } from '../other-kind-hint.ts';
import type { Profile } from './profile.ts';

/**
 * What access tokens of OpenID providers and assertions of platforms have in common. There is no mark that each
 * of them carries, so what can be told to be something else is refused. It cannot always be told: an
 * audience that ID tokens do not have is what keeps the rest out.
 */
export const genericProfile: Profile = {
  // The last is that of Drawbridge's own gateway, whose tokens are of no other kind.
  types: [undefined, 'JWT', 'at+jwt', 'drawbridge-identity+jwt'],
  requiredClaims: [],
  check(token) {
    const fault = otherKindFault(token.claims);
    if (fault !== undefined) {
      throw new DrawbridgeError('token_type_not_allowed', { detail: fault, hint: OTHER_KIND_HINT });
    }
  },
};

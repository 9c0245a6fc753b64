import {
  type Clock,
  DrawbridgeError,
  epochSeconds,
  requireSurroundings,
  systemClock,
} from '@drawbridge/core';
import { requireString } from '../check-options.ts';
import type { TokenGrant } from '../source/token-grant.ts';
import { toTokenSet } from '../to-token-set.ts';

/**
 * An access token that a person brought, and that nothing renews: it is given until its `exp`, where it is a signed JWT
 * that has one, and for ever where it does not say.
 *
 * It throws `token_malformed` for what can be no token, and `sign_in_needed` once it has expired.
 *
 * @param clock - default: the machine's
 * @throws {TypeError} for what is no string
 */
export function givenToken(accessToken: string, clock: Clock = systemClock): TokenGrant {
  requireString(accessToken, 'accessToken', 'the access token that a person brought');
  requireSurroundings({ clock });
  return {
    rotates: false,
    async obtain(held) {
      const now = epochSeconds(clock);
      const given = held?.accessToken === accessToken ? held : toTokenSet(accessToken, now);
      if (given.expiresAt === undefined || now < given.expiresAt) return given;
      throw new DrawbridgeError('sign_in_needed', {
        detail: `the access token that was given expired at ${toTime(given.expiresAt)}, and nothing renews it`,
        hint: 'Give a new one; or give a refresh token, with which new ones come by themselves.',
      });
    },
  };
}

function toTime(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}

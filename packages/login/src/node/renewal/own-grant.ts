import type { Clock } from '@drawbridge/core';
import { clientCredentialsGrant, type FoundProvider, type TokenGrant } from '@drawbridge/oauth';
import { endingWithIdToken } from '../../kept/ending-with-id-token.ts';
import { identifyOwn } from '../sign-in/identify-own.ts';

/** Where a client gets tokens for itself. */
export interface OwnGrantOptions {
  readonly issuer: string;
  /** Asked before each attempt. */
  readonly find: () => Promise<FoundProvider>;
  readonly scope: string;
  readonly clock: Clock;
}

/**
 * Comes by tokens of the client itself (RFC 6749 section 4.4), and judges them as the sign-in did. Each set has an ID
 * token of its own: a source would put the one before in its place, which may be over.
 *
 * `obtain` throws what those of `clientCredentialsGrant` and `identifyOwn` do.
 */
export function ownGrant({ issuer, find, scope, clock }: OwnGrantOptions): TokenGrant {
  return {
    rotates: false,
    async obtain(held, signal) {
      const { endpoint, check } = await find();
      const given = await clientCredentialsGrant({ endpoint, scope, clock }).obtain(held, signal);
      const tokens = await identifyOwn(given, { issuer, check });
      // Of an access token alone the provider has said how long it lasts, by no clock but this machine's.
      return given.idToken === undefined ? tokens : endingWithIdToken(tokens);
    },
  };
}

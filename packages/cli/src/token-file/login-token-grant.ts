import { type DrawbridgeError, toDrawbridgeError } from '@drawbridge/core';
import type { IdentifiedTokens } from '@drawbridge/login';
import { type TokenGrant, untilAborted } from '@drawbridge/oauth';

/** What the ID tokens of a login are written with. */
export interface LoginTokenOptions {
  /** Good ones, renewed where they are not. */
  readonly tokens: () => Promise<IdentifiedTokens>;
  /** Keeps an ID token, before anybody is told of it. */
  readonly write: (idToken: string) => Promise<void>;
  /** Is told why a person has to sign in again, when a token that was good has to be left to its end. */
  readonly onLost: (fault: DrawbridgeError) => void;
}

/**
 * Comes by the ID tokens of a login, and writes each to where other programs read it. It counts as one that rotates, since
 * its source is to renew it although nobody asks.
 */
export function loginTokenGrant({ tokens, write, onLost }: LoginTokenOptions): TokenGrant {
  return {
    rotates: true,
    isRead: true,
    async obtain(held, signal, closing) {
      const either = closing === undefined ? signal : AbortSignal.any([signal, closing]);
      try {
        const fresh = await untilAborted(tokens, either);
        await write(fresh.idToken);
        return { ...fresh, accessToken: fresh.idToken };
      } catch (thrown) {
        const fault = toDrawbridgeError(thrown);
        // Nothing tries again after this: who keeps the token has no more to say.
        if (held !== undefined && fault.code === 'sign_in_needed') onLost(fault);
        throw thrown;
      }
    },
  };
}

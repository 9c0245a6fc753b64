import { type Clock, DrawbridgeError, epochSeconds, toDrawbridgeError } from '@drawbridge/core';
import { type TokenGrant, toTokenSet } from '@drawbridge/oauth';

/**
 * Hands out a fresh ID token of the login that is kept under a name. Who opens an injector gives it: logins are of another part.
 *
 * @throws {DrawbridgeError} `sign_in_needed`, with the command to run, where a person must sign in again
 */
export type LoginToken = (name: string) => Promise<string>;

/** Seconds after which it is asked for again: whoever signs in anew, perhaps as somebody else, tells nobody. */
const ASK_AGAIN = 60;

/**
 * The ID token of a login, which renews it. A person may sign in again at any moment, so that one must is no end of it:
 * until then there is no token.
 */
export function loginGrant(name: string, loginToken: LoginToken, clock: Clock): TokenGrant {
  return {
    rotates: false,
    isRead: true,
    async obtain() {
      const now = epochSeconds(clock);
      const tokens = toTokenSet(await tokenOf(name, loginToken), now);
      const { expiresAt = Number.POSITIVE_INFINITY } = tokens;
      return { ...tokens, expiresAt: Math.min(expiresAt, now + ASK_AGAIN) };
    },
  };
}

async function tokenOf(name: string, loginToken: LoginToken): Promise<string> {
  try {
    return await loginToken(name);
  } catch (thrown) {
    const { code, message, hint } = toDrawbridgeError(thrown);
    if (code !== 'sign_in_needed') throw thrown;
    throw new DrawbridgeError('token_endpoint_unavailable', {
      detail: message,
      ...(hint !== undefined && { hint }),
      cause: thrown,
    });
  }
}

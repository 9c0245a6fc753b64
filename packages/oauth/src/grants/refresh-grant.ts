import { DrawbridgeError } from '@drawbridge/core';
import { mayBeLost, valueOf } from '../attempt.ts';
import { requireString } from '../check-options.ts';
import type { Wanted } from '../parameters.ts';
import { refreshOnce } from '../refresh-once.ts';
import type { TokenGrant } from '../source/token-grant.ts';
import type { TokenSet } from '../token-set.ts';
import { untilAborted } from '../until-aborted.ts';
import { endpointOf, type GrantOptions, limitsOf, requireGrantOptions } from './given-endpoint.ts';

/** Which refresh token is used, and for what. */
export interface RefreshGrantOptions extends GrantOptions, Wanted {
  /** The one that a person brought. One that is held, since it came later, goes before it; and so does what replaced it here. */
  readonly refreshToken?: string | undefined;
}

/**
 * Comes by tokens with a refresh token (RFC 6749 section 6). It asks once; what became of a request whose answer was
 * lost, nobody knows: see `refreshTokens` for why it is to be asked again, and soon.
 *
 * What it throws is what `refreshTokens` throws, and `sign_in_needed` when there is no refresh token at all.
 *
 * @throws {TypeError} for options that cannot be meant, such as a client without a name or a secret
 */
export function refreshGrant(options: RefreshGrantOptions): TokenGrant {
  requireGrantOptions(options, 'refreshGrant', '{ endpoint, refreshToken }');
  const { endpoint: given, clock, refreshToken: brought, ...wanted } = options;
  if (brought !== undefined) {
    requireString(brought, 'refreshToken', 'the one that a person brought; or leave it out');
  }
  /** The refresh token whose last answer was lost. */
  let unanswered: string | undefined;
  /** What the one that was brought was replaced by, and that by others: it may be gone from where it was kept. */
  let later: TokenSet | undefined;

  return {
    rotates: true,
    async obtain(kept, signal, closing = signal) {
      const isBrought = brought !== undefined && (kept?.refreshToken ?? brought) === brought;
      // Used again it would end the sign-in, where a server looks for that.
      const held = isBrought ? (later ?? kept) : kept;
      // A variable that is not set is an empty text often enough.
      const refreshToken = held?.refreshToken ?? brought ?? '';
      if (refreshToken === '') throw noRefreshToken();
      // Nothing was sent yet that could use up the refresh token.
      const endpoint = await untilAborted(() => endpointOf(given, signal), closing);
      const isLost = unanswered === refreshToken;
      // Until its answer has come: who stops waiting has lost it.
      unanswered = refreshToken;
      const request = { ...wanted, refreshToken, held };
      const attempt = await refreshOnce(endpoint, request, limitsOf(signal, clock), isLost);
      unanswered = mayBeLost(attempt) ? refreshToken : undefined;
      const tokens = valueOf(attempt);
      if (isBrought && tokens.refreshToken !== refreshToken) later = tokens;
      return tokens;
    },
  };
}

function noRefreshToken(): DrawbridgeError {
  return new DrawbridgeError('sign_in_needed', {
    detail: 'there is no refresh token with which tokens could be renewed',
    hint: 'Sign in with the scope offline_access, if the server gives refresh tokens for that alone, and give the refresh token.',
  });
}

import {
  type Clock,
  decodeToken,
  DrawbridgeError,
  epochSeconds,
  member,
  systemClock,
  toDrawbridgeError,
} from '@drawbridge/core';
import { requireFunction } from '../check-options.ts';
import type { IdTokenCheck } from '../id-token/id-token-check.ts';
import { SalvagedTokens } from '../source/salvaged-tokens.ts';
import type { TokenGrant } from '../source/token-grant.ts';
import type { TokenEndpoint } from '../token-endpoint.ts';
import type { TokenSet } from '../token-set.ts';
import { refreshGrant } from './refresh-grant.ts';

/** A provider that was found: whom to ask, and what its ID tokens are judged by. Its keys are fetched before it is asked. */
export interface FoundProvider {
  readonly endpoint: TokenEndpoint;
  readonly check: IdTokenCheck;
}

/** Where a sign-in is renewed. */
export interface SignInGrantOptions {
  /** Asked before each refresh, and then its keys are: what fails here has used up nothing. */
  readonly find: () => Promise<FoundProvider>;
  /** Default: the machine's. */
  readonly clock?: Clock;
}

/**
 * Renews a sign-in, of which the ID token is what counts: it is verified, and of the same person, provider and client
 * as before (OpenID Connect Core 1.0 section 12.2), and the tokens end when it does, if not before. Where an answer
 * has none, the one before stays while it lasts.
 *
 * `obtain` throws what that of `refreshGrant` does; `sign_in_needed` also for an ID token that is not accepted, and
 * where there is none that has not expired; one of the codes that begin with `upstream_` where the keys cannot be had. The
 * refresh token that came is kept in each case, since the one before is used up.
 *
 * @throws {TypeError} for options that cannot be meant
 */
export function signInGrant({ find, clock = systemClock }: SignInGrantOptions): TokenGrant {
  requireFunction(find, 'find', 'it gives the endpoint of the provider, and the check');
  let check: IdTokenCheck | undefined;
  const refresh = refreshGrant({
    async endpoint() {
      const found = await find();
      // What follows a refresh is a calculation, but for a key that the provider has had since: whoever is ended over
      // it loses a refresh token that was rotated.
      await found.check.prepare();
      check = found.check;
      return found.endpoint;
    },
    clock,
  });
  /** What a refresh token was replaced by, where whoever waited for it has given up over the check of what came with it. */
  let later: { readonly sent: string | undefined; readonly next: string | undefined } | undefined;

  return {
    rotates: true,
    async obtain(kept, signal, closing) {
      const sent = kept?.refreshToken;
      const held = later?.sent === sent ? withRefreshToken(kept, later?.next) : kept;
      const given = await refresh.obtain(held, signal, closing);
      later = { sent, next: given.refreshToken };
      const tokens = await judge(given, held);
      later = undefined;
      return tokens;
    },
  };

  async function judge(given: TokenSet, held: TokenSet | undefined): Promise<TokenSet> {
    const { idToken, refreshToken } = given;
    const now = epochSeconds(clock);
    /** What stays of the tokens before: they are no fresher than they were. */
    const last = withRefreshToken(held, refreshToken);
    if (idToken === undefined || idToken === held?.idToken) {
      const exp = endOf(idToken);
      if (exp > now) return endingAt(given, exp);
      throw signInNeeded(
        'the provider renewed the sign-in without an ID token, and the one before has expired',
        'Sign in again. At this provider a sign-in lasts as long as its first ID token.',
        last && withoutExpired(last, now),
      );
    }
    try {
      const token = await check?.check(idToken, { accessToken: given.accessToken });
      return endingAt(given, Number(token?.claim('exp')));
    } catch (thrown) {
      const { code, kind, message, hint } = toDrawbridgeError(thrown);
      if (kind !== 'token') {
        throw new DrawbridgeError(code, {
          detail: message,
          ...(hint && { hint }),
          ...causeOf(last),
        });
      }
      throw signInNeeded(
        `the ID token that the provider renewed the sign-in with is not accepted: ${message}`,
        'Sign in again. If it happens again, tell whoever runs the provider.',
        last && withoutExpired(last, now),
      );
    }
  }
}

function signInNeeded(detail: string, hint: string, last: TokenSet | undefined): DrawbridgeError {
  return new DrawbridgeError('sign_in_needed', { detail, hint, ...causeOf(last) });
}

function causeOf(last: TokenSet | undefined): { readonly cause?: SalvagedTokens } {
  return last === undefined ? {} : { cause: new SalvagedTokens(last) };
}

function withRefreshToken(
  held: TokenSet | undefined,
  refreshToken: string | undefined,
): TokenSet | undefined {
  return held && { ...held, ...(refreshToken !== undefined && { refreshToken }) };
}

/** Tokens that are over with their ID token, which is of no use to anybody any more. */
function withoutExpired(tokens: TokenSet, now: number): TokenSet {
  const { idToken, ...others } = tokens;
  return endOf(idToken) > now ? tokens : endingAt(others, now);
}

function endingAt(tokens: TokenSet, end: number): TokenSet {
  return { ...tokens, expiresAt: Math.floor(Math.min(tokens.expiresAt ?? Infinity, end)) };
}

/** The `exp` of an ID token that was verified before; 0 where there is none. */
function endOf(idToken: string | undefined): number {
  if (idToken === undefined) return 0;
  const exp = member(decodeToken(idToken, idToken.length).claims, 'exp');
  return typeof exp === 'number' ? exp : 0;
}

import { type Clock, DrawbridgeError, epochSeconds } from '@drawbridge/core';
import {
  type ExchangedToken,
  exchangeToken,
  Refusal,
  type TokenSet,
  tokenTypeUrn,
} from '@drawbridge/oauth';
import type { DelegateOptions, DelegatingCaller } from './background-tokens.ts';
import type { Endpoints } from './endpoints.ts';
import type { BackgroundTokensOptions } from './options.ts';
import { refusedExchange } from './refused-exchange.ts';

/** Where the refresh token of a delegation is from. Of a session, it is the proxy's as well. */
export type Origin = 'exchange' | 'sign-in' | 'session';

/** What a delegation begins with. */
export interface ObtainedTokens {
  readonly origin: Origin;
  /** With a refresh token. An access token of no characters stands for none: it is still to be asked for. */
  readonly tokens: TokenSet;
}

/** What tokens are obtained with. */
export interface ObtainContext {
  readonly endpoints: Endpoints;
  readonly clock: Clock;
  readonly options: Pick<
    BackgroundTokensOptions,
    'issuer' | 'sessionRefreshToken' | 'requestedTokenType'
  >;
}

/** Milliseconds for an exchange and its repetitions: somebody waits for the answer. */
const DEADLINE = 20_000;

/**
 * Comes by tokens that can be refreshed, in the name of a caller: those of a sign-in that was made for it; those of the
 * session, where that was chosen; else by exchanging the access token for a grant of its own (RFC 8693).
 *
 * @throws {DrawbridgeError} `credentials_missing`, and the faults of a token endpoint
 */
export async function obtainTokens(
  caller: DelegatingCaller,
  delegate: DelegateOptions,
  { endpoints, clock, options }: ObtainContext,
): Promise<ObtainedTokens> {
  const now = epochSeconds(clock);
  if (delegate.offlineToken !== undefined) {
    return { origin: 'sign-in', tokens: refreshTokenAlone(delegate.offlineToken, now) };
  }
  if (options.sessionRefreshToken === 'use') {
    return { origin: 'session', tokens: sessionTokens(caller, now) };
  }
  return { origin: 'exchange', tokens: await exchange() };

  async function exchange(): Promise<TokenSet> {
    const { scope, audience } = delegate;
    const audiences = typeof audience === 'string' ? [audience] : audience;
    const given = await exchangeToken(
      await endpoints.token(),
      {
        subjectToken: caller.access.raw,
        subjectTokenType: tokenTypeUrn('access_token'),
        requestedTokenType: options.requestedTokenType ?? tokenTypeUrn('refresh_token'),
        ...(scope !== undefined && { scope }),
        ...(audiences !== undefined && { audiences }),
      },
      { clock, deadline: DEADLINE },
    ).catch((thrown: unknown) => {
      throw isRefused(thrown) ? refusedExchange(options.issuer, thrown) : thrown;
    });
    return toTokens(given, epochSeconds(clock)) ?? noRefreshToken(options.issuer);
  }
}

/**
 * What says that this exchange is not allowed, or not known (RFC 6749 section 5.2, RFC 8693 section 2.2.2). A wrong scope or
 * client is another matter, and says so itself.
 */
const NOT_ALLOWED = [
  'unsupported_grant_type',
  'invalid_request',
  'unauthorized_client',
  'invalid_target',
  'access_denied',
  'unsupported_token_type',
];

function isRefused(thrown: unknown): thrown is DrawbridgeError {
  if (!(thrown instanceof DrawbridgeError) || !(thrown.cause instanceof Refusal)) return false;
  return NOT_ALLOWED.includes(thrown.cause.error);
}

function noRefreshToken(issuer: string): never {
  throw refusedExchange(issuer, undefined);
}

/** @returns `undefined` where there is no refresh token */
function toTokens(given: ExchangedToken, now: number): TokenSet | undefined {
  const { accessToken, tokenType, expiresAt, refreshToken, scope, issuedTokenType } = given;
  if (refreshToken !== undefined) {
    return {
      accessToken,
      tokenType,
      refreshToken,
      obtainedAt: now,
      ...(expiresAt !== undefined && { expiresAt }),
      ...(scope !== undefined && { scope }),
    };
  }
  // RFC 8693 section 2.2.1: what was asked for is in `access_token`, whatever it is.
  const isIt = issuedTokenType === tokenTypeUrn('refresh_token');
  return isIt ? refreshTokenAlone(accessToken, now) : undefined;
}

function refreshTokenAlone(refreshToken: string, now: number): TokenSet {
  return { accessToken: '', tokenType: 'Bearer', obtainedAt: now, expiresAt: now, refreshToken };
}

function sessionTokens({ access, refresh }: DelegatingCaller, now: number): TokenSet {
  if (refresh === undefined) {
    throw new DrawbridgeError('credentials_missing', {
      detail: 'the request has no refresh token of the session, which is to be used',
      hint: 'Have the proxy forward it, if it may: with APISIX by set_refresh_token_header. A request with a bearer token of its own has none.',
    });
  }
  const issuedAt = access.claim('iat');
  return {
    accessToken: access.raw,
    tokenType: 'Bearer',
    obtainedAt: typeof issuedAt === 'number' ? Math.min(Math.floor(issuedAt), now) : now,
    expiresAt: access.expiresAt,
    refreshToken: refresh.raw,
  };
}

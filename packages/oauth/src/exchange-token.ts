import {
  type Clock,
  DrawbridgeError,
  epochSeconds,
  member,
  retry,
  type RetryPolicy,
  systemClock,
} from '@drawbridge/core';
import { TOKEN_ENDPOINT } from './endpoint-words.ts';
import { type ExchangeAnswer, exchangeOnce, type ExchangeRequest } from './exchange-once.ts';
import { Refusal } from './read-answer.ts';
import { requireSafe } from './require-safe.ts';
import type { TokenEndpoint } from './token-endpoint.ts';

/** What came of an exchange (RFC 8693 section 2.2.1). */
export interface ExchangedToken {
  /** The new token, whatever its type: RFC 8693 calls it so for the sake of older clients. */
  readonly accessToken: string;
  /** The URN of its type. */
  readonly issuedTokenType: string;
  /** How it is used: `Bearer`, `DPoP`, or `N_A` for what is no access token. Lower case where it is another. */
  readonly tokenType: string;
  /** Seconds from when the answer came. */
  readonly expiresIn?: number;
  /** The same as a date: whole seconds since the epoch, by the clock here. */
  readonly expiresAt?: number;
  readonly scope?: string;
  readonly refreshToken?: string;
  /** With which the same subject token can be exchanged again. As secret as the token. */
  readonly renewalHandle?: string;
}

/**
 * Exchanges a token (RFC 8693), trying again where that helps: see `retry`.
 *
 * A retry does not know what became of the attempt before it. Where a rule of the exchange takes
 * each token `once`, and the answer that had the new token was lost on its way, the subject token is
 * used up: the retry is refused with `token_used`, and the message says so.
 *
 * @throws {DrawbridgeError} `token_endpoint_wrong` before anything is sent, when the address is neither https nor
 *   http on this machine; else one of the codes that begin with `token_endpoint_`, the last attempt's. The cause
 *   of `token_endpoint_refused` is a `Refusal`.
 * @throws the signal's reason, when it is aborted
 */
export async function exchangeToken(
  endpoint: TokenEndpoint,
  request: ExchangeRequest,
  policy: RetryPolicy = {},
): Promise<ExchangedToken> {
  requireSafe(endpoint.url, TOKEN_ENDPOINT);
  const { signal = new AbortController().signal } = request;
  const { clock = systemClock } = policy;
  let isLost = false;
  const answer = await retry(
    async (left) => {
      const attempt = await exchangeOnce(endpoint, request, { left, signal, clock });
      if ('value' in attempt) return attempt;
      if (isLost && isUsed(attempt.fault)) return { fault: usedByUs(endpoint, attempt.fault) };
      isLost ||= attempt.again !== undefined;
      return attempt;
    },
    policy,
    signal,
  );
  return toExchanged(answer, clock);
}

function isUsed({ cause }: DrawbridgeError): boolean {
  return cause instanceof Refusal && cause.code === 'token_used';
}

function usedByUs({ url }: TokenEndpoint, { cause }: DrawbridgeError): DrawbridgeError {
  return new DrawbridgeError('token_endpoint_refused', {
    detail: `${url} refused: the token may be used once, and was used already (token_used), it may be by an earlier attempt of this request whose answer was lost`,
    hint: 'Get a new token from its issuer: in CI, run the job again. Nothing else can be done with this one.',
    cause,
  });
}

function toExchanged(answer: ExchangeAnswer, clock: Clock): ExchangedToken {
  const { accessToken, issuedTokenType, tokenType, expiresIn, scope, refreshToken } = answer;
  const handle = member(answer.members, 'renewal_handle');
  return {
    accessToken,
    issuedTokenType,
    tokenType,
    ...(expiresIn !== undefined && { expiresIn, expiresAt: epochSeconds(clock) + expiresIn }),
    ...(scope !== undefined && { scope }),
    ...(refreshToken !== undefined && { refreshToken }),
    ...(typeof handle === 'string' && { renewalHandle: handle }),
  };
}

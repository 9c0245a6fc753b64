import {
  decodeToken,
  DrawbridgeError,
  type Clock,
  epochSeconds,
  systemClock,
} from '@drawbridge/core';
import type { TokenEndpointResponse } from 'oauth4webapi';
import { TOKEN_ENDPOINT } from './endpoint-words.ts';
import { Refusal } from './read-answer.ts';
import { requestToken } from './request-token.ts';
import { requireSafe } from './require-safe.ts';
import { retry, type RetryPolicy } from './retry.ts';
import type { TokenEndpoint } from './token-endpoint.ts';
import { isJwtType } from './token-types.ts';

/** What is asked for (RFC 8693 section 2.1). Token types are URNs, see `tokenTypeUrn`. */
export interface ExchangeRequest {
  readonly subjectToken: string;
  readonly subjectTokenType: string;
  /** What the new token should be for; the rules of the server decide when it is not said. */
  readonly audiences?: readonly string[];
  /** The same, as absolute URIs (RFC 8707). */
  readonly resources?: readonly string[];
  readonly scope?: string;
  readonly requestedTokenType?: string;
  /** The algorithm of the new token, which an exchange of Drawbridge may be asked for. */
  readonly alg?: string;
  /** What an exchange of Drawbridge gave with a token that may be exchanged once. */
  readonly renewalHandle?: string;
  readonly signal?: AbortSignal;
}

/** What came of an exchange (RFC 8693 section 2.2.1). */
export interface ExchangedToken {
  /** The new token, whatever its type: RFC 8693 calls it so for the sake of older clients. */
  readonly accessToken: string;
  /** The URN of its type. */
  readonly issuedTokenType: string;
  /** How it is used: `Bearer`, or `N_A` for what is no access token. Lower case where it is another. */
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

const GRANT_TYPE = 'urn:ietf:params:oauth:grant-type:token-exchange';

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
  const { signal = new AbortController().signal, subjectToken, renewalHandle = '' } = request;
  const tokenRequest = {
    grantType: GRANT_TYPE,
    parameters: parametersOf(request),
    secrets: [subjectToken, renewalHandle],
  };
  const { clock = systemClock } = policy;
  let isLost = false;
  const answer = await retry(
    async (left) => {
      const attempt = await requestToken(endpoint, tokenRequest, { left, signal, clock });
      if ('value' in attempt) return attempt;
      if (isLost && isUsed(attempt.fault)) return { fault: usedByUs(endpoint, attempt.fault) };
      isLost ||= attempt.again !== undefined;
      return attempt;
    },
    policy,
    signal,
  );
  return toExchanged(answer, endpoint.url, request.requestedTokenType, clock);
}

function parametersOf(request: ExchangeRequest): URLSearchParams {
  const single = {
    subject_token: request.subjectToken,
    subject_token_type: request.subjectTokenType,
    requested_token_type: request.requestedTokenType,
    scope: request.scope,
    alg: request.alg,
    renewal_handle: request.renewalHandle,
  };
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(single)) {
    if (value !== undefined) parameters.append(name, value);
  }
  for (const audience of request.audiences ?? []) parameters.append('audience', audience);
  for (const resource of request.resources ?? []) parameters.append('resource', resource);
  return parameters;
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

function toExchanged(
  answer: TokenEndpointResponse,
  url: string,
  requested: string | undefined,
  clock: Clock,
): ExchangedToken {
  const issued = answer['issued_token_type'];
  if (typeof issued !== 'string') {
    throw invalid(url, 'does not say what type of token it gave (issued_token_type)');
  }
  const { access_token: accessToken, expires_in: lifetime } = answer;
  // RFC 6749 appendix A.12. A line end or a control character would speak to whatever the token is printed to.
  if (!/^[\x20-\x7e]+$/.test(accessToken)) {
    throw invalid(url, 'gave a token with a character that no token has');
  }
  if (requested !== undefined && isJwtType(requested)) requireJwt(accessToken, url);
  const handle = answer['renewal_handle'];
  const expiresIn = lifetime === undefined ? undefined : Math.floor(lifetime);
  return {
    accessToken,
    issuedTokenType: issued,
    tokenType: TOKEN_TYPE_NAMES.get(answer.token_type) ?? answer.token_type,
    ...(expiresIn !== undefined && {
      expiresIn,
      expiresAt: epochSeconds(clock) + expiresIn,
    }),
    ...(answer.scope !== undefined && { scope: answer.scope }),
    ...(answer.refresh_token !== undefined && { refreshToken: answer.refresh_token }),
    ...(typeof handle === 'string' && { renewalHandle: handle }),
  };
}

/** In the spelling of their RFCs; they come in lower case. */
const TOKEN_TYPE_NAMES: ReadonlyMap<string, string> = new Map([
  ['n_a', 'N_A'],
  ['bearer', 'Bearer'],
]);

function requireJwt(token: string, url: string): void {
  try {
    decodeToken(token, token.length);
  } catch (cause) {
    throw invalid(url, 'was asked for a signed JWT and gave something else', cause);
  }
}

function invalid(url: string, what: string, cause?: unknown): DrawbridgeError {
  return new DrawbridgeError('token_endpoint_invalid', {
    detail: `${url} ${what}`,
    hint: 'Ask whoever runs the token endpoint.',
    cause,
  });
}

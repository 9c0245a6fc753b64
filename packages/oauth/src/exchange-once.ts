import { type Attempt, decodeToken, DrawbridgeError, member } from '@drawbridge/core';
import type { AttemptLimits } from './ask.ts';
import { mapAttempt } from './attempt.ts';
import { toParameters, type Wanted } from './parameters.ts';
import { requestToken } from './request-token.ts';
import type { TokenAnswer } from './token-answer.ts';
import type { TokenEndpoint } from './token-endpoint.ts';
import { isJwtType } from './token-types.ts';

/** What is asked for (RFC 8693 section 2.1). Token types are URNs, see `tokenTypeUrn`. */
export interface ExchangeRequest extends Wanted {
  readonly subjectToken: string;
  readonly subjectTokenType: string;
  /** Default: the server decides, as it does what the new token is for when that is not said. */
  readonly requestedTokenType?: string | undefined;
  /** The algorithm of the new token, which an exchange of Drawbridge may be asked for. */
  readonly alg?: string;
  /** What an exchange of Drawbridge gave with a token that may be exchanged once. */
  readonly renewalHandle?: string;
  readonly signal?: AbortSignal;
}

/** An answer of RFC 8693 section 2.2.1. */
export interface ExchangeAnswer extends TokenAnswer {
  /** The URN of the new token's type. */
  readonly issuedTokenType: string;
}

const GRANT_TYPE = 'urn:ietf:params:oauth:grant-type:token-exchange';

/**
 * Asks a token endpoint once to exchange a token.
 *
 * @throws the signal's reason, when it is aborted
 */
export async function exchangeOnce(
  endpoint: TokenEndpoint,
  request: ExchangeRequest,
  limits: AttemptLimits,
): Promise<Attempt<ExchangeAnswer>> {
  const { subjectToken, renewalHandle = '', requestedTokenType } = request;
  const tokenRequest = {
    grantType: GRANT_TYPE,
    parameters: parametersOf(request),
    secrets: [subjectToken, renewalHandle],
  };
  const attempt = await requestToken(endpoint, tokenRequest, limits);
  return mapAttempt(attempt, (answer) => judge(answer, endpoint.url, requestedTokenType));
}

function parametersOf(request: ExchangeRequest): URLSearchParams {
  return toParameters(
    {
      subject_token: request.subjectToken,
      subject_token_type: request.subjectTokenType,
      requested_token_type: request.requestedTokenType,
      scope: request.scope,
      alg: request.alg,
      renewal_handle: request.renewalHandle,
    },
    request,
  );
}

function judge(answer: TokenAnswer, url: string, requested: string | undefined): ExchangeAnswer {
  const issuedTokenType = member(answer.members, 'issued_token_type');
  if (typeof issuedTokenType !== 'string') {
    throw invalid(url, 'does not say what type of token it gave (issued_token_type)');
  }
  if (requested !== undefined && isJwtType(requested)) requireJwt(answer.accessToken, url);
  return { ...answer, issuedTokenType };
}

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

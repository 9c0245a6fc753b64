import { type Attempt, DrawbridgeError } from '@drawbridge/core';
import type { AttemptLimits } from './ask.ts';
import { mapAttempt } from './attempt.ts';
import { toParameters, type Wanted } from './parameters.ts';
import { Refusal } from './read-answer.ts';
import { requestTokenSet } from './request-token-set.ts';
import { type Held, requireSamePerson } from './same-person.ts';
import type { TokenEndpoint } from './token-endpoint.ts';
import type { TokenSet } from './token-set.ts';

/** What is refreshed (RFC 6749 section 6), and what should come of it. */
export interface RefreshRequest extends Wanted {
  readonly refreshToken: string;
  /** What came with the refresh token, or by it, before. Tokens of somebody else are refused by it, and what is not given anew is kept of it. */
  readonly held?: (Held & Pick<TokenSet, 'scope'>) | undefined;
  readonly signal?: AbortSignal;
}

/**
 * `error`s after which only a person helps: RFC 6749 section 5.2, and those of OpenID Connect Core section 3.1.2.6 that
 * some servers give to a refresh when what was enough for the sign-in is not any more.
 */
const NEEDS_SIGN_IN: ReadonlySet<string> = new Set([
  'invalid_grant',
  'interaction_required',
  'login_required',
  'account_selection_required',
  'consent_required',
]);

/**
 * Asks a token endpoint once to refresh.
 *
 * @param isLost - whether the answer to an earlier attempt with this refresh token was lost
 * @throws the signal's reason, when it is aborted
 */
export async function refreshOnce(
  endpoint: TokenEndpoint,
  request: RefreshRequest,
  limits: AttemptLimits,
  isLost: boolean,
): Promise<Attempt<TokenSet>> {
  const { refreshToken, held } = request;
  const tokenRequest = {
    grantType: 'refresh_token',
    parameters: toParameters({ refresh_token: refreshToken, scope: request.scope }, request),
    secrets: [refreshToken],
  };
  const attempt = await requestTokenSet(endpoint, tokenRequest, limits);
  if (!('value' in attempt)) {
    return needsSignIn(attempt.fault) ? { fault: ended(endpoint, attempt.fault, isLost) } : attempt;
  }
  return mapAttempt(attempt, (given) => {
    if (held !== undefined) requireSamePerson(held, given, endpoint.url);
    return { ...keptOf(request), ...given };
  });
}

/** What an answer need not repeat: RFC 6749 sections 5.1 and 6, OpenID Connect Core section 12.2. */
function keptOf({ refreshToken, held, scope = held?.scope }: RefreshRequest): Partial<TokenSet> {
  return {
    refreshToken,
    ...(held?.idToken !== undefined && { idToken: held.idToken }),
    ...(scope !== undefined && { scope }),
  };
}

function needsSignIn({ cause }: DrawbridgeError): boolean {
  return cause instanceof Refusal && NEEDS_SIGN_IN.has(cause.error);
}

function ended({ url }: TokenEndpoint, { message, cause }: DrawbridgeError, isLost: boolean) {
  const isGrant = cause instanceof Refusal && cause.error === 'invalid_grant';
  const why = isLost
    ? 'It may have been used up by an earlier attempt whose answer was lost'
    : 'It may have expired, the session may have been ended, or somebody else used it first where each may be used once';
  return new DrawbridgeError('sign_in_needed', {
    detail: isGrant
      ? `${message.replace(`${url} refused`, `${url} refused the refresh token`)}. ${why}`
      : message,
    hint:
      isLost || !isGrant
        ? 'Sign in again.'
        : 'Sign in again. If it happens often, give each program a refresh token of its own: two that share one end each other.',
    cause,
  });
}

import type { Attempt } from '@drawbridge/core';
import { genericTokenEndpointRequest, processGenericTokenEndpointResponse } from 'oauth4webapi';
import { ask, type AttemptLimits } from './ask.ts';
import { TOKEN_ENDPOINT } from './endpoint-words.ts';
import { judgedMembers, toAnswer, type TokenAnswer } from './token-answer.ts';
import type { TokenEndpoint } from './token-endpoint.ts';

/** Beside `Bearer` and `DPoP`. It inherits nothing: a server must not find `constructor` in it. */
const TOKEN_TYPES_TOO: Record<string, () => void> = { n_a: () => {} };
Object.setPrototypeOf(TOKEN_TYPES_TOO, null);

/** One request to a token endpoint. */
export interface TokenRequest {
  /** `grant_type`. */
  readonly grantType: string;
  /** The others. */
  readonly parameters: URLSearchParams;
  /** Of the parameters, what must not be in a message. */
  readonly secrets: readonly string[];
  /** Whether an `error` is a refusal with the status of success too. Default: false. */
  readonly isRefusedByWords?: boolean;
}

/**
 * Asks a token endpoint once (RFC 6749 section 3.2) and judges the answer's form: section 5.1, with
 * `token_type` also `N_A`, as RFC 8693 section 2.2.1 has it.
 *
 * @throws the signal's reason, when it is aborted
 */
export function requestToken(
  endpoint: TokenEndpoint,
  { grantType, parameters, secrets, isRefusedByWords = false }: TokenRequest,
  limits: AttemptLimits,
): Promise<Attempt<TokenAnswer>> {
  return ask(
    endpoint,
    {
      words: TOKEN_ENDPOINT,
      secrets,
      isRefusedByWords,
      send: (server, client, authenticate, options) =>
        genericTokenEndpointRequest(server, client, authenticate, grantType, parameters, options),
      choose: judgedMembers,
      async judge(server, client, answer, given) {
        const judged = await processGenericTokenEndpointResponse(server, client, answer, {
          recognizedTokenTypes: TOKEN_TYPES_TOO,
        });
        return toAnswer(judged, given);
      },
    },
    limits,
  );
}

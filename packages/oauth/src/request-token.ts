import { type Clock, DrawbridgeError, type JsonObject } from '@drawbridge/core';
import {
  allowInsecureRequests,
  customFetch,
  genericTokenEndpointRequest,
  processGenericTokenEndpointResponse,
  type TokenEndpointResponse,
} from 'oauth4webapi';
import { toClient } from './client-authentication.ts';
import { readAnswer } from './read-answer.ts';
import type { Attempt } from './retry.ts';
import type { TokenEndpoint, TokenRequestInit } from './token-endpoint.ts';

/** Milliseconds. */
const TIMEOUT = 20_000;

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
}

/** What bounds an attempt. */
export interface AttemptLimits {
  /** Milliseconds until whoever asks gives up; the endpoint's own time-out may be shorter. */
  readonly left: number;
  readonly signal: AbortSignal;
  readonly clock: Clock;
}

/**
 * Asks a token endpoint once (RFC 6749 section 3.2) and judges the answer's form: section 5.1, with
 * `token_type` also `N_A`, as RFC 8693 section 2.2.1 has it.
 *
 * @throws the signal's reason, when it is aborted
 */
export async function requestToken(
  endpoint: TokenEndpoint,
  { grantType, parameters, secrets }: TokenRequest,
  { left, signal, clock }: AttemptLimits,
): Promise<Attempt<TokenEndpointResponse>> {
  const { url, fetch } = endpoint;
  const { client, authenticate } = toClient(endpoint.client);
  // It insists on an issuer, and looks at it for ID tokens beside access tokens alone.
  const server = { issuer: url, token_endpoint: url };
  const timeout = Math.max(1, Math.ceil(Math.min(endpoint.timeout ?? TIMEOUT, left)));
  const late = AbortSignal.timeout(timeout);
  const known = [...secrets, ...secretsOf(endpoint)];
  try {
    const response = await genericTokenEndpointRequest(
      server,
      client,
      authenticate,
      grantType,
      parameters,
      {
        signal: AbortSignal.any([signal, late]),
        headers: { 'user-agent': 'drawbridge' },
        [customFetch]: (address, init) => fetch(address, init as TokenRequestInit),
        // Whoever made the endpoint has judged its address: http is for this machine alone.
        [allowInsecureRequests]: true,
      },
    );
    const context = { url, secrets: known, now: clock.now() };
    const read = await readAnswer(response, context);
    return 'value' in read ? await judge(read.value) : read;
  } catch (thrown) {
    signal.throwIfAborted();
    return lost(thrown, url, late.aborted ? timeout : undefined);
  }

  async function judge(json: JsonObject): Promise<Attempt<TokenEndpointResponse>> {
    // An ID token beside the access token is for who signs a person in, and is judged there.
    const { id_token: _, ...members } = json;
    try {
      const value = await processGenericTokenEndpointResponse(
        server,
        client,
        new Response(JSON.stringify(members), { headers: { 'content-type': 'application/json' } }),
        { recognizedTokenTypes: TOKEN_TYPES_TOO },
      );
      return { value };
    } catch (thrown) {
      const said = thrown instanceof Error ? thrown.message.replaceAll('"', "'") : '';
      const why = thrown instanceof RangeError ? 'it is nested too deeply' : said;
      return {
        fault: new DrawbridgeError('token_endpoint_invalid', {
          detail: `${url} gave an answer that is none of a token endpoint: ${why}`,
        }),
      };
    }
  }
}

function secretsOf({ client }: TokenEndpoint): readonly string[] {
  return client !== undefined && 'clientSecret' in client ? [client.clientSecret] : [];
}

/** No answer, or not all of it: whether the request was taken in, nobody knows. */
function lost(
  thrown: unknown,
  url: string,
  timeout: number | undefined,
): { readonly fault: DrawbridgeError; readonly again?: object } {
  const fault =
    thrown instanceof DrawbridgeError
      ? thrown
      : timeout === undefined
        ? new DrawbridgeError('token_endpoint_unreachable', {
            detail: `${url} could not be reached, or its answer broke off`,
            cause: thrown,
          })
        : new DrawbridgeError('token_endpoint_timeout', {
            detail: `${url} did not answer within ${timeout / 1000} seconds`,
            cause: thrown,
          });
  const passes = ['token_endpoint_unreachable', 'token_endpoint_timeout'].includes(fault.code);
  return passes ? { fault, again: {} } : { fault };
}

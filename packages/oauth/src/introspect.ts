import {
  type Attempt,
  type Clock,
  DrawbridgeError,
  type JsonObject,
  systemClock,
  toDrawbridgeError,
} from '@drawbridge/core';
import { introspectionRequest, processIntrospectionResponse } from 'oauth4webapi';
import { ask } from './ask.ts';
import { INTROSPECTION_ENDPOINT } from './endpoint-words.ts';
import { requireSafe } from './require-safe.ts';
import type { TokenEndpoint } from './token-endpoint.ts';

/** What an issuer says of a token (RFC 7662 section 2.2). */
export interface Introspection {
  /** Whether it is to be accepted at all; the claims of one that is not say nothing. */
  readonly active: boolean;
  /** The other members, as they came: **their forms are not judged**. */
  readonly claims: JsonObject;
}

/** How a token is asked about. */
export interface IntrospectOptions {
  /** `token_type_hint` (RFC 7662 section 2.1). Default: `access_token`. */
  readonly tokenType?: 'access_token' | 'refresh_token';
  readonly signal?: AbortSignal;
  /** Judges dates of `Retry-After`. Default: the machine's. */
  readonly clock?: Clock;
}

/**
 * Asks an introspection endpoint about a token (RFC 7662), once: who asks is waiting for the answer.
 *
 * @throws {DrawbridgeError} `introspection_unavailable` for everything that is no answer: its message names the
 *   endpoint and never the token, its cause is the fault that a token endpoint would have had
 * @throws the signal's reason, when it is aborted
 */
export async function introspect(
  endpoint: TokenEndpoint,
  token: string,
  options: IntrospectOptions = {},
): Promise<Introspection> {
  const { tokenType = 'access_token', clock = systemClock } = options;
  const { signal = new AbortController().signal } = options;
  signal.throwIfAborted();
  const attempt = await attemptOf(endpoint, token, { tokenType, clock, signal });
  if ('value' in attempt) return attempt.value;
  throw unavailable(attempt.fault);
}

async function attemptOf(
  endpoint: TokenEndpoint,
  token: string,
  { tokenType, clock, signal }: Required<IntrospectOptions>,
): Promise<Attempt<Introspection>> {
  try {
    requireSafe(endpoint.url, INTROSPECTION_ENDPOINT);
  } catch (thrown) {
    return { fault: toDrawbridgeError(thrown) };
  }
  return ask(
    endpoint,
    {
      words: INTROSPECTION_ENDPOINT,
      secrets: [token],
      send: (server, client, authenticate, requestOptions) =>
        introspectionRequest(server, client, authenticate, token, {
          ...requestOptions,
          additionalParameters: { token_type_hint: tokenType },
        }),
      async judge(server, client, members) {
        const { active, ...claims } = await processIntrospectionResponse(server, client, members);
        return { active, claims };
      },
    },
    { left: Infinity, signal, clock },
  );
}

function unavailable(fault: DrawbridgeError): DrawbridgeError {
  const { retryAfter } = fault;
  return new DrawbridgeError('introspection_unavailable', {
    detail: fault.message,
    hint: fault.hint ?? 'See that the introspection endpoint is up and can be reached from here.',
    ...(retryAfter !== undefined && { retryAfter }),
    cause: fault,
  });
}

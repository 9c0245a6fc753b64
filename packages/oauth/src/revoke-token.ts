import { type Clock, systemClock } from '@drawbridge/core';
import { revocationRequest } from 'oauth4webapi';
import { ask } from './ask.ts';
import { valueOf } from './attempt.ts';
import { REVOCATION_ENDPOINT } from './endpoint-words.ts';
import { requireSafe } from './require-safe.ts';
import type { TokenEndpoint } from './token-endpoint.ts';

/** How a token is ended. */
export interface RevokeOptions {
  /** `token_type_hint` (RFC 7009 section 2.1). Default: the server finds out. */
  readonly tokenType?: 'access_token' | 'refresh_token';
  readonly signal?: AbortSignal;
  /** Judges dates of `Retry-After`, and dates a JWT of the client. Default: the machine's. */
  readonly clock?: Clock;
}

/**
 * Ends a token at its issuer (RFC 7009), asking once. A token that the server does not know, or that had ended already,
 * is no fault (section 2.2). Ending a refresh token ends what came by it, too, at most servers.
 *
 * @param endpoint - `url` is that of the revocation endpoint
 * @throws {DrawbridgeError} one of the codes that begin with `token_endpoint_`. The token may live on then. The cause of
 *   `token_endpoint_refused` is a `Refusal`: `unsupported_token_type` for a token that this server ends in no such way.
 * @throws the signal's reason, when it is aborted
 */
export async function revokeToken(
  endpoint: TokenEndpoint,
  token: string,
  { tokenType, signal = new AbortController().signal, clock = systemClock }: RevokeOptions = {},
): Promise<void> {
  requireSafe(endpoint.url, REVOCATION_ENDPOINT);
  signal.throwIfAborted();
  const attempt = await ask(
    endpoint,
    {
      words: REVOCATION_ENDPOINT,
      secrets: [token],
      isDone: true,
      send: (server, client, authenticate, options) =>
        revocationRequest(server, client, authenticate, token, {
          ...options,
          ...(tokenType !== undefined && { additionalParameters: { token_type_hint: tokenType } }),
        }),
      judge: async () => undefined,
    },
    { left: Infinity, signal, clock },
  );
  valueOf(attempt);
}

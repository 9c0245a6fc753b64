import { type JsonObject, systemClock } from '@drawbridge/core';
import { genericTokenEndpointRequest } from 'oauth4webapi';
import { ask } from '../ask.ts';
import { valueOf } from '../attempt.ts';
import { AUTHORIZATION_ENDPOINT } from '../endpoint-words.ts';
import { requireSafe } from '../require-safe.ts';
import type { TokenEndpoint } from '../token-endpoint.ts';
import { codeParameters, type PlainCodeRequest } from './redeem-code.ts';

/**
 * Trades a code for whose it is, and no token, as IndieAuth has it (section 5.3.2, “Profile URL Response”, of
 * https://indieauth.spec.indieweb.org/): at the authorization endpoint itself.
 *
 * @returns the members of the answer, which are not judged
 * @throws {DrawbridgeError} one of the codes that begin with `token_endpoint_`
 * @throws the signal's reason, when it is aborted
 */
export async function redeemCodeForProfile(
  endpoint: TokenEndpoint,
  request: PlainCodeRequest,
): Promise<JsonObject> {
  requireSafe(endpoint.url, AUTHORIZATION_ENDPOINT);
  const { signal = new AbortController().signal, clock = systemClock } = request;
  signal.throwIfAborted();
  const { parameters, secrets } = codeParameters(request);
  const attempt = await ask<JsonObject>(
    endpoint,
    {
      words: AUTHORIZATION_ENDPOINT,
      secrets,
      isRefusedByWords: true,
      send: (server, client, authenticate, options) =>
        genericTokenEndpointRequest(
          server,
          client,
          authenticate,
          'authorization_code',
          parameters,
          options,
        ),
      judge: async (_server, _client, _answer, members) => members,
    },
    { left: Infinity, signal, clock },
  );
  return valueOf(attempt);
}

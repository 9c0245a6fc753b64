import { type Clock, type JsonObject, systemClock } from '@drawbridge/core';
import { deviceAuthorizationRequest, processDeviceAuthorizationResponse } from 'oauth4webapi';
import { ask } from '../ask.ts';
import { valueOf } from '../attempt.ts';
import { DEVICE_ENDPOINT } from '../endpoint-words.ts';
import { requireSafe } from '../require-safe.ts';
import type { TokenEndpoint } from '../token-endpoint.ts';
import { type DeviceCode, deviceMembers, toDeviceCode } from './device-code.ts';

/** What a device asks for. */
export interface DeviceCodeRequest {
  /** Scopes with a space between them; `openid` is one of them. */
  readonly scope: string;
  readonly signal?: AbortSignal;
  /** Default: the machine's. */
  readonly clock?: Clock;
}

/**
 * Asks for a code that a person confirms with a browser elsewhere (RFC 8628 section 3.1). {@link awaitDevice} gets the
 * tokens by it.
 *
 * @param endpoint - `deviceAuthorizationEndpoint` of the provider, with the client
 * @throws {DrawbridgeError} one of the codes that begin with `token_endpoint_`; `token_endpoint_invalid` also for an
 *   address that no browser may be sent to
 * @throws the signal's reason, when it is aborted
 */
export async function requestDeviceCode(
  endpoint: TokenEndpoint,
  { scope, signal = new AbortController().signal, clock = systemClock }: DeviceCodeRequest,
): Promise<DeviceCode> {
  requireSafe(endpoint.url, DEVICE_ENDPOINT);
  signal.throwIfAborted();
  const attempt = await ask(
    endpoint,
    {
      words: DEVICE_ENDPOINT,
      secrets: [],
      send: (server, client, authenticate, options) =>
        deviceAuthorizationRequest(server, client, authenticate, { scope }, options),
      choose: deviceMembers,
      async judge(server, client, answer) {
        const judged = await processDeviceAuthorizationResponse(server, client, answer);
        return toDeviceCode(judged as JsonObject, endpoint.url);
      },
    },
    { left: Infinity, signal, clock },
  );
  return valueOf(attempt);
}

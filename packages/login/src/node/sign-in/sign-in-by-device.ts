import type { HttpClient } from '@drawbridge/node';
import {
  awaitDevice,
  type ClientAuthentication,
  createIdTokenCheck,
  type DeviceCode,
  type Provider,
  requestDeviceCode,
} from '@drawbridge/oauth';
import { DrawbridgeError } from '@drawbridge/core';
import type { SignedIn } from './signed-in.ts';

/** One sign-in that a person confirms with a browser anywhere. */
export interface DeviceSignIn {
  readonly provider: Provider;
  readonly client: ClientAuthentication;
  readonly scope: string;
  readonly http: HttpClient;
  /** Tells the person where to go, and the code to enter there. */
  readonly show: (code: DeviceCode) => void;
  readonly signal: AbortSignal;
}

/**
 * Signs a person in by a code that is entered elsewhere (RFC 8628). It takes as long as the provider lets the code live.
 *
 * @throws {DrawbridgeError} `sign_in_unavailable`, `sign_in_refused`, `sign_in_timeout`, `token_…`, `token_endpoint_…`,
 *   `upstream_…`
 * @throws the signal's reason, when it is aborted
 */
export async function signInByDevice(options: DeviceSignIn): Promise<SignedIn> {
  const { provider, client, scope, http, show, signal } = options;
  const { deviceAuthorizationEndpoint, tokenEndpoint } = provider;
  if (deviceAuthorizationEndpoint === undefined || tokenEndpoint === undefined) {
    throw new DrawbridgeError('sign_in_unavailable', {
      detail: `${provider.issuer} has no device flow: its document names no device_authorization_endpoint`,
      hint: 'Leave --device out: without a browser on this machine, the address is shown, and what it leads to can be pasted.',
    });
  }
  const fetch = http.tokens();
  const code = await requestDeviceCode(
    { url: deviceAuthorizationEndpoint, fetch, client },
    { scope, signal },
  );
  show(code);
  const tokens = await awaitDevice({ url: tokenEndpoint, fetch, client }, code, { signal });
  const check = createIdTokenCheck({
    provider,
    clientId: client.clientId,
    fetchDocument: http.documents(),
  });
  const { idToken, accessToken } = tokens;
  return { tokens, token: await check.check(idToken, { accessToken }), client };
}

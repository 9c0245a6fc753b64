import { type Call, epochSeconds, type HeaderField } from '@drawbridge/core';
import { createAttempt } from '@drawbridge/oauth';
import { setCookies } from '../cookies/set-cookies.ts';
import { ATTEMPT, ATTEMPT_COOKIE_TIME, ATTEMPT_TIME } from './attempt.ts';
import { callbackPath } from './callback-paths.ts';
import { clearOldest } from './clear-oldest.ts';
import type { GatewayProvider } from './gateway-provider.ts';
import { hashText, shortName } from './hash-text.ts';
import type { LoginRequest } from './login-request.ts';
import type { SignInContext } from './sign-in-context.ts';

/**
 * Makes an attempt to sign in at a provider, which the browser keeps until it is back: in a cookie that is named by the hash
 * of the state, so that the answer says which of several it belongs to.
 *
 * @returns where the browser is sent
 * @throws {DrawbridgeError} of kind `upstream`, where the provider is not found
 */
export async function beginAttempt(
  { parcels, names, clock, providers, callbackPath: base, auth }: SignInContext,
  call: Call,
  provider: GatewayProvider,
  request: LoginRequest,
): Promise<{ readonly url: string; readonly headers: readonly HeaderField[] }> {
  const { name, clientId, scope, parameters } = provider;
  const path = callbackPath(providers, name, base);
  const found = await provider.find();
  const { url, state, nonce, codeVerifier } = await createAttempt({
    provider: found.provider,
    clientId,
    redirectUri: auth.url + path,
    scope,
    extra: parameters,
  });
  const cookie = await parcels.seal(
    ATTEMPT,
    { provider: name, state, nonce, codeVerifier, path, request },
    epochSeconds(clock) + ATTEMPT_TIME,
  );
  const cookieName = names.attempt(shortName(await hashText(state)));
  return {
    url,
    headers: [
      ...setCookies(cookieName, cookie, { maxAge: ATTEMPT_COOKIE_TIME, cookies: [] }),
      ...clearOldest(call, names.attempt, cookieName.length + cookie.length),
    ],
  };
}

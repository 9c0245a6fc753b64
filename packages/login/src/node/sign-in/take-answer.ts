import { epochSeconds, systemClock } from '@drawbridge/core';
import {
  type AuthorizationAttempt,
  type CallbackVerdict,
  createIdTokenCheck,
  redeemCode,
} from '@drawbridge/oauth';
import { idTokenAlone } from '../../kept/id-token-alone.ts';
import type { BrowserSignIn, SignedIn } from './sign-in-by-browser.ts';

/** What a provider gave by way of the browser. */
type Given = Extract<CallbackVerdict, { readonly kind: 'code' | 'idToken' }>;

/**
 * Makes of a provider's answer the tokens that it is for, with an ID token that was verified.
 *
 * @throws {DrawbridgeError} `sign_in_refused`, `token_…`, `token_endpoint_…`, `upstream_…`
 */
export async function takeAnswer(
  given: Given,
  { codeVerifier, nonce }: Pick<AuthorizationAttempt, 'codeVerifier' | 'nonce'>,
  { provider, client, http, receiver, request, signal }: Omit<BrowserSignIn<never>, 'finish'>,
): Promise<SignedIn> {
  const { maxAge, acrValues } = request ?? {};
  const { clientId } = client;
  const check = createIdTokenCheck({ provider, clientId, fetchDocument: http.documents() });
  const asked = { nonce, maxAge, acrValues };
  if (given.kind === 'idToken') {
    const { idToken, accessToken } = given;
    const token = await check.check(idToken, { ...asked, ...(accessToken && { accessToken }) });
    // An access token that came by the address of a browser is used by nobody.
    return { tokens: idTokenAlone(idToken, epochSeconds(systemClock)), token };
  }
  const { code } = given;
  const { redirectUri } = receiver;
  const { tokenEndpoint: url } = provider;
  if (url === undefined) throw new TypeError('a provider of codes has a token endpoint');
  const endpoint = { url, fetch: http.tokens(), client };
  const tokens = await redeemCode(endpoint, { code, redirectUri, codeVerifier, signal });
  const { idToken, accessToken } = tokens;
  return { tokens, token: await check.check(idToken, { ...asked, accessToken, code }) };
}

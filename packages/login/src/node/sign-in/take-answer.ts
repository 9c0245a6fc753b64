import { epochSeconds, systemClock } from '@drawbridge/core';
import type { HttpClient } from '@drawbridge/node';
import {
  type AuthorizationAttempt,
  type AuthorizationRequest,
  type CallbackVerdict,
  type ClientAuthentication,
  createIdTokenCheck,
  type Provider,
  redeemCode,
} from '@drawbridge/oauth';
import { idTokenAlone } from '../../kept/id-token-alone.ts';
import { askAsTaken } from './ask-as-taken.ts';
import type { SignedIn } from './signed-in.ts';

/** What a provider gave by way of the browser. */
type Given = Extract<CallbackVerdict, { readonly kind: 'code' | 'idToken' }>;

/** Of what sign-in it is the answer. */
interface AnswerOptions {
  readonly provider: Provider;
  readonly client: ClientAuthentication;
  readonly redirectUri: string;
  readonly request?: Pick<AuthorizationRequest, 'maxAge' | 'acrValues'>;
  readonly http: HttpClient;
  readonly signal: AbortSignal;
}

/**
 * Makes of a provider's answer the tokens that it is for, with an ID token that was verified.
 *
 * @throws {DrawbridgeError} `sign_in_refused`, `token_…`, `token_endpoint_…`, `upstream_…`
 */
export async function takeAnswer(
  given: Given,
  { codeVerifier, nonce }: Pick<AuthorizationAttempt, 'codeVerifier' | 'nonce'>,
  { provider, client, redirectUri, http, request, signal }: AnswerOptions,
): Promise<SignedIn> {
  const { maxAge, acrValues } = request ?? {};
  const { clientId } = client;
  const check = createIdTokenCheck({ provider, clientId, fetchDocument: http.documents() });
  const asked = { nonce, maxAge, acrValues };
  if (given.kind === 'idToken') {
    const { idToken, accessToken } = given;
    const token = await check.check(idToken, { ...asked, ...(accessToken && { accessToken }) });
    // An access token that came by the address of a browser is used by nobody.
    return { tokens: idTokenAlone(idToken, epochSeconds(systemClock)), token, client };
  }
  const { code } = given;
  const { tokenEndpoint: url } = provider;
  if (url === undefined) throw new TypeError('a provider of codes has a token endpoint');
  const endpoint = { url, fetch: http.tokens() };
  const [tokens, taken] = await askAsTaken({ provider, client }, (by) =>
    redeemCode({ ...endpoint, client: by }, { code, redirectUri, codeVerifier, signal }),
  );
  const { idToken, accessToken } = tokens;
  const token = await check.check(idToken, { ...asked, accessToken, code });
  return { tokens, token, client: taken };
}

import { DrawbridgeError } from '@drawbridge/core';
import type { Provider } from '../provider/provider.ts';
import { authorizationUrl } from './authorization-url.ts';
import { challengeOf } from './challenge-of.ts';
import { type CallbackVerdict, judgeCallback } from './judge-callback.ts';
import { randomText } from './random-text.ts';

/** What is asked of a provider by way of a browser. */
export interface AuthorizationRequest {
  readonly provider: Provider;
  readonly clientId: string;
  readonly redirectUri: string;
  /** Scopes with a space between them; `openid` is one of them. */
  readonly scope: string;
  /** Default: `code`. `implicit` gives an ID token and nothing else. */
  readonly flow?: 'code' | 'implicit';
  /** Whether a person may carry the answer over: then it is in the address that the browser ends at. Default: false. */
  readonly isPasted?: boolean | undefined;
  readonly loginHint?: string | undefined;
  readonly prompt?: string | undefined;
  readonly acrValues?: string | undefined;
  /** Seconds since the person last proved who it is. */
  readonly maxAge?: number | undefined;
  /** Parameters of the provider's own. None of ours can be set by them. */
  readonly extra?: Readonly<Record<string, string>> | undefined;
}

/** One attempt to sign in by way of a browser: all that is secret about it is fresh, and good once. */
export interface AuthorizationAttempt {
  /** Where to send the browser. */
  readonly url: string;
  /** To be found in the answer. Whoever keeps it, with the two below, can judge the answer in another process, by `judgeCallback`. */
  readonly state: string;
  /** To be found in the ID token. */
  readonly nonce: string;
  /** To be sent with the code (RFC 7636). */
  readonly codeVerifier: string;
  /** `response_mode` that was asked for: whether the answer comes as a query, a form, or a fragment, which only a page can read. */
  readonly responseMode: 'query' | 'form_post' | 'fragment';
  /** Judges what a browser came back with. Whatever comes after the provider's answer is foreign. It throws nothing. */
  judge(parameters: URLSearchParams): CallbackVerdict;
}

/**
 * Begins an attempt (RFC 6749 section 4.1.1, RFC 7636, OpenID Connect Core 1.0 sections 3.1.2.1 and 3.2.2.1).
 *
 * @throws {DrawbridgeError} `sign_in_unavailable` for a provider that has no authorization endpoint, or an extra parameter that is ours
 */
export async function createAttempt(request: AuthorizationRequest): Promise<AuthorizationAttempt> {
  const { provider, flow = 'code' } = request;
  if (provider.authorizationEndpoint === undefined) {
    throw new DrawbridgeError('sign_in_unavailable', {
      detail: `${provider.discoveryUrl} names no authorization_endpoint, so nobody can sign in there with a browser`,
      hint: 'Ask whoever runs the provider for another way in, such as the device flow.',
    });
  }
  const [state, nonce, codeVerifier] = [randomText(), randomText(), randomText()];
  const isCode = flow === 'code';
  const responseMode = isCode ? 'query' : implicitMode(request);
  const url = authorizationUrl(
    provider.authorizationEndpoint,
    {
      client_id: request.clientId,
      redirect_uri: request.redirectUri,
      response_type: isCode ? 'code' : 'id_token',
      // What is the default need not be said (OAuth 2.0 Multiple Response Types 1.0 section 2.1).
      response_mode: responseMode === 'form_post' ? responseMode : undefined,
      scope: request.scope,
      state,
      nonce,
      code_challenge: isCode ? await challengeOf(codeVerifier) : undefined,
      code_challenge_method: isCode ? 'S256' : undefined,
      login_hint: request.loginHint,
      prompt: request.prompt,
      acr_values: request.acrValues,
      max_age: request.maxAge?.toString(),
    },
    request.extra,
  );
  let isOver = false;
  return {
    url,
    state,
    nonce,
    codeVerifier,
    responseMode,
    judge(parameters) {
      if (isOver) return { kind: 'foreign', why: 'this sign-in has its answer already' };
      const verdict = judgeCallback(parameters, { provider, state, flow });
      isOver = verdict.kind !== 'foreign';
      return verdict;
    },
  };
}

/** A form keeps the token out of addresses; but nobody can paste one. */
function implicitMode({ provider, isPasted }: AuthorizationRequest): 'form_post' | 'fragment' {
  return provider.responseModes.includes('form_post') && isPasted !== true
    ? 'form_post'
    : 'fragment';
}

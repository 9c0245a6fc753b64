import { createHttpClient } from '@drawbridge/node';
import {
  awaitDevice,
  createAttempt,
  createIdTokenCheck,
  discoverProvider,
  redeemCode,
  registerClient,
  requestDeviceCode,
  signInGrant,
} from '@drawbridge/oauth';
import { afterAll, expect, it } from 'vitest';
import { NATIVE_CLIENT, startSignInProvider } from './support/sign-in-provider.ts';
import { createStage } from './support/stage.ts';

const stage = createStage();
afterAll(() => stage.clear());

/** A provider, and what is known of it by its discovery document. */
async function meet(settings: object = {}) {
  const real = await startSignInProvider(stage, { settings });
  const http = createHttpClient();
  stage.later(() => http.close());
  const fetchDocument = http.documents();
  const provider = await discoverProvider({ issuer: `${real.issuer}/`, fetchDocument });
  expect(provider).toMatchObject({ issuer: real.issuer, supportsS256: true, namesItself: true });
  return { real, http, fetchDocument, provider };
}

it('signs in at a real provider by a code, and takes no code of another request, nor its ID token for another client or nonce', async () => {
  const { real, http, fetchDocument, provider } = await meet();
  const redirectUri = 'http://127.0.0.1:6432/callback';
  const request = { provider, clientId: NATIVE_CLIENT, redirectUri, prompt: 'consent' };
  const attempt = await createAttempt({ ...request, scope: 'openid email offline_access' });
  const verdict = attempt.judge(new URL(await real.signInByFetch(attempt.url)).searchParams);
  if (verdict.kind !== 'code') throw new Error(verdict.kind);
  const { code } = verdict;
  const client = { method: 'none', clientId: NATIVE_CLIENT } as const;
  const endpoint = { url: provider.tokenEndpoint ?? '', fetch: http.tokens(), client };
  const { codeVerifier, nonce } = attempt;
  const theirs = await createAttempt({ ...request, scope: 'openid email offline_access' });
  const back = new URL(await real.signInByFetch(theirs.url)).searchParams;
  const foreign = { code: back.get('code') ?? '', redirectUri };
  await expect(redeemCode(endpoint, { ...foreign, codeVerifier })).rejects.toThrow('refused');
  const tokens = await redeemCode(endpoint, { code, redirectUri, codeVerifier });
  expect(tokens.refreshToken).toBeDefined();

  const { idToken, accessToken } = tokens;
  const options = { provider, fetchDocument };
  const check = createIdTokenCheck({ ...options, clientId: NATIVE_CLIENT });
  const token = await check.check(idToken, { nonce, accessToken, code });
  expect(token.claim('email')).toBe('alice@example.com');
  await expect(check.check(idToken, { nonce: 'other' })).rejects.toThrow('nonce');
  await expect(check.check(`${idToken.slice(0, -8)}AAAAAAAA`)).rejects.toThrow('signature');
  const other = createIdTokenCheck({ ...options, clientId: 'other' });
  await expect(other.check(idToken)).rejects.toThrow('audience');
  await expect(redeemCode(endpoint, { code, redirectUri, codeVerifier })).rejects.toThrow(
    'refused',
  );
});

it('registers a client at a real provider, signs in with it, and renews that with each refresh token once', async () => {
  // Or two of a second would be the same token.
  let tokens = 0;
  const findAccount = (_: unknown, accountId: string) => ({
    accountId,
    claims: () => ({ sub: accountId, email: `${++tokens}@example.com` }),
  });
  const { real, http, fetchDocument, provider } = await meet({ findAccount });
  const fetch = http.tokens();
  const registration = { url: provider.registrationEndpoint ?? '', fetch };
  const redirectUri = 'http://127.0.0.1/callback';
  const refused = registerClient(registration, {
    redirectUris: ['https://127.0.0.1/callback'],
    clientName: 'Drawbridge',
  });
  await expect(refused).rejects.toMatchObject({ code: 'token_endpoint_refused' });
  const redirectUris = [redirectUri, 'http://[::1]/callback', 'http://localhost/callback'];
  const { clientId } = await registerClient(registration, {
    redirectUris,
    clientName: 'Drawbridge',
  });
  expect(real.registrations()).toBe(1);

  const scope = 'openid email offline_access';
  const attempt = await createAttempt({
    provider,
    clientId,
    redirectUri,
    scope,
    prompt: 'consent',
  });
  const verdict = attempt.judge(new URL(await real.signInByFetch(attempt.url)).searchParams);
  if (verdict.kind !== 'code') throw new Error(verdict.kind);
  const client = { method: 'none', clientId } as const;
  const endpoint = { url: provider.tokenEndpoint ?? '', fetch, client };
  const { codeVerifier } = attempt;
  const first = await redeemCode(endpoint, { code: verdict.code, redirectUri, codeVerifier });
  const check = createIdTokenCheck({ provider, clientId, fetchDocument });
  const grant = signInGrant({ find: async () => ({ endpoint, check }) });
  const { signal } = new AbortController();
  const second = await grant.obtain(first, signal);
  const third = await grant.obtain(second, signal);
  expect(new Set([first, second, third].map((each) => each.refreshToken)).size).toBe(3);
  expect(new Set([first, second, third].map((each) => each.idToken)).size).toBe(3);
  expect(real.alarms()).toBe(0);
  await expect(grant.obtain(first, signal)).rejects.toMatchObject({ code: 'sign_in_needed' });
});

it('signs in at a real provider by a device code, and is told of a no', async () => {
  const { real, http, fetchDocument, provider } = await meet();
  const client = { method: 'none', clientId: NATIVE_CLIENT } as const;
  const fetch = http.tokens();
  const device = { url: provider.deviceAuthorizationEndpoint ?? '', fetch, client };
  const endpoint = { url: provider.tokenEndpoint ?? '', fetch, client };
  const begin = async () => {
    const code = await requestDeviceCode(device, { scope: 'openid email' });
    // The provider does not insist on it, and nobody should wait here.
    return { ...code, interval: 0.1 };
  };
  const code = await begin();
  expect(code.verificationHost).toBe(new URL(real.issuer).host);
  const waiting = awaitDevice(endpoint, code);
  await real.approveDevice(code.verificationUriComplete ?? '');
  const { idToken, accessToken } = await waiting;
  const check = createIdTokenCheck({ provider, clientId: NATIVE_CLIENT, fetchDocument });
  const token = await check.check(idToken, { accessToken });
  expect(token.claim('email')).toBe('alice@example.com');

  const other = await begin();
  await real.denyDevice(other.verificationUriComplete ?? '');
  await expect(awaitDevice(endpoint, other)).rejects.toMatchObject({ code: 'sign_in_refused' });
});

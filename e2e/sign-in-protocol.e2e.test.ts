import { createHttpClient } from '@drawbridge/node';
import { createAttempt, createIdTokenCheck, discoverProvider, redeemCode } from '@drawbridge/oauth';
import { afterAll, expect, it } from 'vitest';
import { NATIVE_CLIENT, startSignInProvider } from './support/sign-in-provider.ts';
import { createStage } from './support/stage.ts';

const stage = createStage();
afterAll(() => stage.clear());

it('signs in at a real provider by a code, and takes its ID token for no other client or nonce', async () => {
  const real = await startSignInProvider(stage);
  const http = createHttpClient();
  stage.later(() => http.close());
  const fetchDocument = http.documents();
  const provider = await discoverProvider({ issuer: `${real.issuer}/`, fetchDocument });
  expect(provider).toMatchObject({ issuer: real.issuer, supportsS256: true, namesItself: true });

  const redirectUri = 'http://127.0.0.1:6432/callback';
  const request = { provider, clientId: NATIVE_CLIENT, redirectUri, prompt: 'consent' };
  const attempt = await createAttempt({ ...request, scope: 'openid email offline_access' });
  const verdict = attempt.judge(new URL(await real.signInByFetch(attempt.url)).searchParams);
  if (verdict.kind !== 'code') throw new Error(verdict.kind);
  const { code } = verdict;
  const client = { method: 'none', clientId: NATIVE_CLIENT } as const;
  const endpoint = { url: provider.tokenEndpoint ?? '', fetch: http.tokens(), client };
  const { codeVerifier, nonce } = attempt;
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

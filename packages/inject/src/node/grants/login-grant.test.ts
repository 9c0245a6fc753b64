import { DrawbridgeError } from '@drawbridge/core';
import { createLogRecorder, createTestClock, createTestIssuer } from '@drawbridge/testing';
import { createTokenSource } from '@drawbridge/oauth';
import { expect, it } from 'vitest';
import { loginGrant } from './login-grant.ts';

const clock = createTestClock();
const now = clock.seconds();
const { signal } = new AbortController();
const issuer = await createTestIssuer({ clock });

it('hands out the ID token of the login by its name, and asks again after a minute, or at its end', async () => {
  const asked: string[] = [];
  let token = await issuer.issue();
  const grant = loginGrant('dev', async (name) => (asked.push(name), token), clock);
  expect(await grant.obtain(undefined, signal)).toMatchObject({
    accessToken: token,
    expiresAt: now + 60,
  });
  token = await issuer.issue({ exp: now + 20 });
  expect(await grant.obtain(undefined, signal)).toMatchObject({ expiresAt: now + 20 });
  expect(asked).toEqual(['dev', 'dev']);
});

it('has no token until a person has signed in again, and then has one', async () => {
  let isSignedIn = false;
  const token = await issuer.issue();
  const hint = 'Run: drawbridge login --profile dev';
  const grant = loginGrant(
    'dev',
    async () => {
      if (isSignedIn) return token;
      throw new DrawbridgeError('sign_in_needed', { detail: 'the sign-in has expired', hint });
    },
    clock,
  );
  const source = createTokenSource({ grant, clock, log: createLogRecorder() });
  await expect(source.get()).rejects.toMatchObject({
    code: 'token_endpoint_unavailable',
    status: 503,
    message: 'the sign-in has expired',
    hint,
  });
  isSignedIn = true;
  clock.advance(60);
  expect((await source.get()).accessToken).toBe(token);
  await source.close();
});

it('passes on what another sign-in does not mend', async () => {
  const fault = new DrawbridgeError('data_unusable', { detail: 'it is not readable' });
  const grant = loginGrant('dev', () => Promise.reject(fault), clock);
  await expect(grant.obtain(undefined, signal)).rejects.toBe(fault);
});

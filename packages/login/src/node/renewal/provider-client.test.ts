import type { HttpClient } from '@drawbridge/node';
import {
  createTestClock,
  createTestIssuer,
  type GrantOptions,
  TEST_CLIENT,
} from '@drawbridge/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Flow } from '../../login-settings.ts';
import { createTestData, loginOf, type TestData } from '../logins.fixture.ts';

let folder: TestData;
beforeEach(async () => {
  folder = await createTestData();
});
afterEach(() => folder.remove());

/** Logins of a folder, with one of somebody who signed in at a provider in this process. */
async function signedIn(options: GrantOptions = {}, isRegistered = false, flow: Flow = 'code') {
  const clock = createTestClock();
  const issuer = await createTestIssuer({ clock });
  const http: Partial<HttpClient> = {
    fetchDocument: issuer.fetch,
    tokens: () => issuer.webFetch,
    close: async () => {},
  };
  const open = () => folder.open({ clock, http: async () => http as HttpClient });
  const { accessToken, idToken = '', refreshToken = '' } = await issuer.grant({}, options);
  const obtainedAt = clock.seconds();
  const { clientId, clientSecret } = TEST_CLIENT;
  const login = loginOf('dev', 'alice', obtainedAt);
  await open().keep({
    ...login,
    clientProof: { method: 'client_secret_basic', clientSecret },
    settings: { ...login.settings, issuer: issuer.issuer, clientId, isRegistered, flow },
    tokens: { ...login.tokens, accessToken, idToken, refreshToken, expiresAt: obtainedAt + 300 },
  });
  return { clock, issuer, open, first: { idToken, refreshToken } };
}

it('takes no renewed ID token that its provider did not sign', async () => {
  const { clock, issuer, open, first } = await signedIn();
  clock.advance(301);
  // Under the name of the new key, the one before is published.
  const [old] = issuer.jwks().keys;
  await issuer.rotate(false);
  const { keys } = issuer.jwks();
  issuer.answer('jwks', { body: { keys: [{ ...old, kid: keys[0]?.kid }] } });
  await expect(open().tokens('dev')).rejects.toMatchObject({
    code: 'sign_in_needed',
    message: expect.stringContaining('signature') as string,
    hint: expect.stringContaining('drawbridge login --profile dev') as string,
  });
  const kept = await open().peek('dev');
  expect(kept?.idToken).toBeUndefined();
  expect(kept?.refreshToken).not.toBe(first.refreshToken);
});

it('says that a provider gives no ID token anew, and keeps the refresh token to revoke it', async () => {
  const { clock, open, first } = await signedIn({ idToken: 'first' });
  clock.advance(301);
  await expect(open().tokens('dev')).rejects.toMatchObject({
    code: 'sign_in_needed',
    message: expect.stringContaining('without an ID token') as string,
  });
  const kept = await open().peek('dev');
  expect(kept?.idToken).toBeUndefined();
  expect(kept?.refreshToken).not.toBe(first.refreshToken);
});

it('renews a sign-in by its refresh token, and again', async () => {
  const { clock, issuer, open, first } = await signedIn();
  clock.advance(301);
  const second = await open().tokens('dev');
  expect(second.idToken).not.toBe(first.idToken);
  expect(second.expiresAt).toBe(clock.seconds() + 300);
  clock.advance(301);
  expect((await open().tokens('dev')).idToken).not.toBe(second.idToken);
  expect(issuer.requests.token).toBe(2);
});

describe('what a client gets for itself', () => {
  /** Logins with one of a client, and what it is given in the place of what it has. */
  async function renewing(sub: string, aud: string) {
    const { clock, issuer, open } = await signedIn({}, false, 'client-credentials');
    clock.advance(301);
    const idToken = await issuer.issue({ sub, aud, exp: clock.seconds() + 60 });
    const body = {
      access_token: 'opaque',
      token_type: 'Bearer',
      expires_in: 300,
      id_token: idToken,
    };
    issuer.answer('token', { body });
    return { clock, issuer, open, idToken };
  }

  it('has no ID token of another client', async () => {
    const { open, issuer, idToken } = await renewing('alice', 'other');
    await expect(open().tokens('dev')).rejects.toMatchObject({ code: 'audience_mismatch' });
    expect((await open().peek('dev'))?.idToken).not.toBe(idToken);
    expect(issuer.requests.token).toBe(1);
  });

  it('has no ID token that its provider did not sign', async () => {
    const { open, issuer } = await renewing('alice', TEST_CLIENT.clientId);
    issuer.answer('jwks', { body: { keys: [] } });
    await expect(open().tokens('dev')).rejects.toMatchObject({ kind: 'token' });
  });

  it('ends with its ID token', async () => {
    const { clock, open, idToken } = await renewing('alice', TEST_CLIENT.clientId);
    const got = await open().tokens('dev');
    expect(got).toMatchObject({ idToken, expiresAt: clock.seconds() + 60 });
  });

  it('may be an access token alone', async () => {
    const { clock, issuer, open } = await signedIn({}, false, 'client-credentials');
    clock.advance(301);
    const { accessToken, idToken } = await open().tokens('dev');
    expect(idToken).toBe(accessToken);
    expect(issuer.requests.token).toBe(1);
  });

  it('is asked for once, though the clock of this machine is ahead of that of the provider', async () => {
    const { clock, issuer, open } = await signedIn({}, false, 'client-credentials');
    clock.advance(301);
    const accessToken = await issuer.issue({ sub: 'alice', aud: 'api', exp: clock.seconds() - 60 });
    issuer.answer('token', {
      body: { access_token: accessToken, token_type: 'Bearer', expires_in: 60 },
    });
    const { idToken, expiresAt } = await open().tokens('dev');
    expect([idToken, expiresAt]).toEqual([accessToken, clock.seconds() + 60]);
    expect(issuer.requests.token).toBe(1);
  });
});

it.each([
  [true, 'sign_in_needed'],
  [false, 'token_endpoint_refused'],
])('says of a client that is gone and was registered (%s): %s', async (isRegistered, code) => {
  const { clock, issuer, open } = await signedIn({}, isRegistered);
  clock.advance(301);
  issuer.answer('token', { status: 401, body: { error: 'invalid_client' } });
  const command = expect.stringContaining('drawbridge login --profile dev') as string;
  await expect(open().tokens('dev')).rejects.toMatchObject({
    code,
    hint: isRegistered ? command : (expect.not.stringContaining('drawbridge login') as string),
  });
  expect(await open().peek('dev')).toBeDefined();
});

import { generateKey } from '@drawbridge/core';
import { createLocalJWKSet, createRemoteJWKSet, decodeJwt, type JWK, jwtVerify } from 'jose';
import { afterEach, describe, expect, test } from 'vitest';
import { CI_JOB_GRANT } from './ci-job-grant.ts';
import { requestToken } from './request-token.ts';
import { type Provider, startProvider } from './start-provider.ts';

const AUDIENCE = 'http://127.0.0.1:8080';
const started: Provider[] = [];

async function start(port = 0): Promise<Provider> {
  const provider = await startProvider({ port, audience: AUDIENCE });
  started.push(provider);
  return provider;
}

afterEach(async () => {
  await Promise.all(started.splice(0).map((provider) => provider.close()));
});

function portOf({ issuer }: Provider): number {
  return Number(new URL(issuer).port);
}

describe('the id_token', () => {
  test('verifies with the keys that the discovery document names', async () => {
    const provider = await start();
    const discovery = await fetch(`${provider.issuer}/.well-known/openid-configuration`);
    const document = (await discovery.json()) as { issuer: string; jwks_uri: string };
    expect(document.issuer).toBe(provider.issuer);

    const { payload, protectedHeader } = await jwtVerify(
      await provider.issueToken(),
      createRemoteJWKSet(new URL(document.jwks_uri)),
      { issuer: provider.issuer, audience: AUDIENCE, algorithms: ['RS256'] },
    );
    expect(payload.aud).toBe(AUDIENCE);
    expect(Object.keys(protectedHeader).toSorted()).toEqual(['alg', 'kid']);
  });

  test('is signed with the key that the caller gives', async () => {
    const key = await generateKey('RS256');
    const provider = await startProvider({ port: 0, audience: AUDIENCE, key });
    started.push(provider);
    const jwks = createLocalJWKSet({ keys: [key.publicJwk as JWK] });
    const { protectedHeader } = await jwtVerify(await provider.issueToken(), jwks);
    expect(protectedHeader.kid).toBe(key.kid);
  });

  test('has the claims of a GitLab CI job', async () => {
    const provider = await start();
    const { iat = 0, nbf = 0, exp = 0, jti, ...claims } = decodeJwt(await provider.issueToken());
    expect(claims).toEqual({
      iss: provider.issuer,
      sub: 'project_path:acme/web:ref_type:branch:ref:main',
      aud: AUDIENCE,
      namespace_id: '72',
      namespace_path: 'acme',
      project_id: '20',
      project_path: 'acme/web',
      user_id: '7',
      user_login: 'ada',
      user_email: 'ada@example.com',
      pipeline_id: '574',
      pipeline_source: 'push',
      job_id: '4096',
      ref: 'main',
      ref_type: 'branch',
      ref_protected: 'true',
      environment: 'production',
    });
    expect(Math.abs(iat - Date.now() / 1000)).toBeLessThan(30);
    expect([nbf <= iat, exp - iat]).toEqual([true, 600]);
    expect(jti).toMatch(/^[\da-f-]{36}$/);
  });

  test('is a new one each time', async () => {
    const provider = await start();
    const [first, second] = await Promise.all([provider.issueToken(), provider.issueToken()]);
    expect(decodeJwt(first).jti).not.toBe(decodeJwt(second).jti);
  });
});

describe('refuses', () => {
  test.each([
    ['a wrong client secret', { id: AUDIENCE, secret: 'wrong' }],
    ['an unknown client', { id: 'https://someone.example', secret: 'wrong' }],
  ])('%s', async (_, client) => {
    const { issuer } = await start();
    await expect(requestToken(`${issuer}/token`, client, fetch)).rejects.toMatchObject({
      code: 'upstream_invalid',
      message: `${issuer}/token answered with HTTP status 401 (invalid_client) and no id_token`,
    });
  });

  test('a request without client authentication', async () => {
    const { issuer } = await start();
    const body = new URLSearchParams({ grant_type: CI_JOB_GRANT, client_id: AUDIENCE });
    const reply = await fetch(`${issuer}/token`, { method: 'POST', body });
    expect([reply.status, await reply.json()]).toMatchObject([401, { error: 'invalid_client' }]);
  });

  test.each([
    ['GET', '/auth?client_id=x&response_type=none'],
    ['POST', '/reg'],
    ['GET', '/me'],
    ['POST', '/session/end/confirm'],
    ['POST', '/token/introspection'],
    ['POST', '/request'],
    ['GET', '/interaction/abc'],
  ])('%s %s, which no CI job needs', async (method, path) => {
    const { issuer } = await start();
    const reply = await fetch(issuer + path, { method });
    expect(reply.status).toBe(404);
  });

  test('every other grant, by its discovery document', async () => {
    const { issuer } = await start();
    const reply = await fetch(`${issuer}/.well-known/openid-configuration`);
    expect(await reply.json()).toMatchObject({
      grant_types_supported: [CI_JOB_GRANT],
      token_endpoint_auth_methods_supported: ['client_secret_basic'],
      id_token_signing_alg_values_supported: ['RS256'],
    });
  });
});

test('publishes no part of its private key', async () => {
  const { issuer } = await start();
  const { keys } = (await (await fetch(`${issuer}/jwks`)).json()) as { keys: object[] };
  expect(keys.map((key) => Object.keys(key).toSorted())).toEqual([
    ['alg', 'e', 'kid', 'kty', 'n', 'use'],
  ]);
});

describe('its port', () => {
  test('is free again after close, with a connection still open', async () => {
    const first = await start();
    await fetch(`${first.issuer}/jwks`); // fetch keeps the connection for later
    await first.close();
    await first.close();

    await expect(first.issueToken()).rejects.toMatchObject({ code: 'upstream_unreachable' });
    const second = await start(portOf(first));
    expect(second.issuer).toBe(first.issuer);
  });

  test('taken by another program, is a fault with a hint', async () => {
    const first = await start();
    const port = portOf(first);
    await expect(startProvider({ port, audience: AUDIENCE })).rejects.toMatchObject({
      code: 'address_unavailable',
      message: `port ${port} of 127.0.0.1 is taken by another program`,
      hint: 'Stop the other program, or choose another port; 0 takes any that is free.',
    });
  });

  test('out of range, is a fault too', async () => {
    await expect(startProvider({ port: 70_000, audience: AUDIENCE })).rejects.toMatchObject({
      code: 'address_unavailable',
    });
  });
});

describe('with sign-in', () => {
  async function startWithClients() {
    const provider = await startProvider({ port: 0, audience: AUDIENCE, signIn: true });
    started.push(provider);
    provider.addClient({ id: 'app', redirectUris: ['http://127.0.0.1/callback'] });
    provider.addClient({ id: 'program', secret: 'secret', redirectUris: [] });
    return provider;
  }

  test('gives a program a token for the API that it names, and to nobody without the secret', async () => {
    const { issuer } = await startWithClients();
    const ask = (secret: string) =>
      fetch(`${issuer}/token`, {
        method: 'POST',
        headers: { authorization: `Basic ${btoa(`program:${secret}`)}` },
        body: new URLSearchParams({
          grant_type: 'client_credentials',
          scope: 'read',
          resource: 'https://api.test/',
        }),
      });
    expect((await ask('wrong')).status).toBe(401);
    const { access_token } = (await (await ask('secret')).json()) as { access_token: string };
    expect(decodeJwt(access_token)).toMatchObject({
      iss: issuer,
      sub: 'program',
      aud: 'https://api.test/',
      scope: 'read',
    });
  });

  test('shows who can sign in to the browser that was sent there, and to no other', async () => {
    const { issuer } = await startWithClients();
    const query = new URLSearchParams({
      client_id: 'app',
      response_type: 'code',
      redirect_uri: 'http://127.0.0.1:9/callback',
      scope: 'openid',
      code_challenge: 'a'.repeat(43),
      code_challenge_method: 'S256',
    });
    const sent = await fetch(`${issuer}/auth?${query}`, { redirect: 'manual' });
    const page = new URL(sent.headers.get('location') ?? '', issuer);
    const cookie = sent.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ');
    expect((await fetch(page)).status).toBe(400);
    const shown = await fetch(page, { headers: { cookie } });
    expect(await shown.text()).toContain(`href="${page.pathname.split('/').at(-1)}?person=ada"`);
    expect(shown.headers.get('content-security-policy')).toContain("form-action 'none'");
  });

  test('is not to be had without', async () => {
    const { issuer } = await start();
    for (const path of ['/auth', '/sign-in/x']) {
      expect((await fetch(issuer + path)).status).toBe(404);
    }
  });
});

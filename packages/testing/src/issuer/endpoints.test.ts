import { createFetchDocument, decodeToken } from '@drawbridge/core';
import { introspect } from '@drawbridge/oauth';
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import * as oauth from 'oauth4webapi';
import { describe, expect, it } from 'vitest';
import { createTestClock } from '../test-clock.ts';
import { halfHash } from './half-hash.ts';
import { createTestIssuer, type TestIssuer } from './test-issuer.ts';

const WEB = { clientId: 'web', clientSecret: 'a secret: of web+%' };
const clients = [WEB, { clientId: 'app' }, { clientId: 'other', clientSecret: 'other-secret' }];
const client: oauth.Client = { client_id: 'web' };
const basic = oauth.ClientSecretBasic(WEB.clientSecret);

/** What oauth4webapi, an implementation of its own, makes of the issuer. */
async function setUp() {
  const issuer = await createTestIssuer({ clients });
  const options = { [oauth.customFetch]: issuer.webFetch };
  const url = new URL(issuer.issuer);
  const server = await oauth.processDiscoveryResponse(
    url,
    await oauth.discoveryRequest(url, options),
  );
  const refresh = async (token: string, authenticate = basic, as = client, more = {}) =>
    oauth.processRefreshTokenResponse(
      server,
      as,
      await oauth.refreshTokenGrantRequest(server, as, authenticate, token, {
        ...options,
        additionalParameters: more,
      }),
    );
  return { issuer, server, options, refresh };
}

const refusal = (error: string) => ({ error });
const keysOf = (issuer: TestIssuer) => createLocalJWKSet(issuer.jwks() as JSONWebKeySet);

describe('refresh tokens', () => {
  it('rotate, and a used one ends its family', async () => {
    const { refresh, issuer } = await setUp();
    const { refreshToken: first = '' } = await issuer.grant({ sub: 'bob' });
    const second = await refresh(first);
    expect(second.refresh_token).not.toBe(first);
    expect(decodeToken(second.access_token).claims).toMatchObject({ sub: 'bob', azp: 'web' });
    const third = await refresh(second.refresh_token ?? '');
    await expect(refresh(first)).rejects.toMatchObject(refusal('invalid_grant'));
    await expect(refresh(third.refresh_token ?? '')).rejects.toMatchObject(
      refusal('invalid_grant'),
    );
    const { refreshToken: another = '' } = await issuer.grant({ sub: 'bob' });
    await expect(refresh(another)).resolves.toBeDefined();
    expect(issuer.requests.token).toBe(5);
  });

  it('come with an ID token that belongs to the new access token', async () => {
    const { refresh, issuer } = await setUp();
    const { refreshToken = '', idToken = '' } = await issuer.grant();
    const answer = await refresh(refreshToken);
    const { payload } = await jwtVerify(answer.id_token ?? '', keysOf(issuer), { audience: 'web' });
    expect(payload['at_hash']).toBe(await halfHash('RS256', answer.access_token));
    expect(payload['sid']).toBe(decodeToken(idToken).claims['sid']);
  });

  it('may be kept, not be there, and come without an ID token', async () => {
    const { refresh, issuer } = await setUp();
    const kept = await issuer.grant({}, { refresh: 'kept', idToken: 'first' });
    for (let count = 0; count < 2; count++) {
      const answer = await refresh(kept.refreshToken ?? '');
      expect([answer.refresh_token, answer.id_token]).toEqual([undefined, undefined]);
    }
    expect(await issuer.grant({}, { refresh: 'none', idToken: 'never' })).toEqual({
      accessToken: expect.any(String) as string,
      scope: 'openid profile',
      expiresIn: 300,
    });
  });

  it('are for their own client, and for no more than was granted', async () => {
    const { refresh, issuer } = await setUp();
    const { refreshToken = '' } = await issuer.grant({}, { scope: 'openid a b' });
    const other = oauth.ClientSecretPost('other-secret');
    await expect(refresh(refreshToken, other, { client_id: 'other' })).rejects.toMatchObject(
      refusal('invalid_grant'),
    );
    await expect(refresh(refreshToken, basic, client, { scope: 'a c' })).rejects.toMatchObject(
      refusal('invalid_scope'),
    );
    const answer = await refresh(refreshToken, basic, client, { scope: 'a' });
    expect(answer.scope).toBe('a');
    const app = await issuer.grant({}, { clientId: 'app' });
    await expect(
      refresh(app.refreshToken ?? '', oauth.None(), { client_id: 'app' }),
    ).resolves.toBeDefined();
  });

  it('are refused when the client is not proved, and when nobody made them', async () => {
    const { refresh, issuer } = await setUp();
    const { refreshToken = '' } = await issuer.grant();
    for (const wrong of [
      oauth.ClientSecretBasic('wrong'),
      oauth.ClientSecretPost('wrong'),
      oauth.None(),
    ]) {
      await expect(refresh(refreshToken, wrong)).rejects.toThrow();
    }
    await expect(refresh('made-up')).rejects.toMatchObject(refusal('invalid_grant'));
    issuer.revoke(refreshToken);
    await expect(refresh(refreshToken)).rejects.toMatchObject(refusal('invalid_grant'));
  });
});

describe('the token endpoint', () => {
  it('gives a client with a secret a token of its own', async () => {
    const { issuer, server, options } = await setUp();
    const parameters = { scope: 'a' };
    const answer = await oauth.processClientCredentialsResponse(
      server,
      client,
      await oauth.clientCredentialsGrantRequest(server, client, basic, parameters, options),
    );
    const { payload } = await jwtVerify(answer.access_token, keysOf(issuer));
    expect(payload).toMatchObject({ sub: 'web', azp: 'web', scope: 'a' });
    expect(answer.refresh_token).toBeUndefined();
  });

  it.each([
    ['no grant type', { client_id: 'app' }, 400, 'invalid_request'],
    ['another grant type', { client_id: 'app', grant_type: 'x' }, 400, 'unsupported_grant_type'],
    [
      'client credentials of a public client',
      { client_id: 'app', grant_type: 'client_credentials' },
      400,
      'unauthorized_client',
    ],
    ['no client', { grant_type: 'client_credentials' }, 401, 'invalid_client'],
    ['no refresh token', { client_id: 'app', grant_type: 'refresh_token' }, 400, 'invalid_request'],
  ])('refuses %s', async (_, form, status, error) => {
    const { issuer, server } = await setUp();
    const url = server.token_endpoint ?? '';
    const answer = await issuer.webFetch(url, { method: 'POST', body: new URLSearchParams(form) });
    expect([answer.status, await answer.json()]).toEqual([status, { error }]);
  });

  it('refuses other methods, other forms, and parameters that are there twice', async () => {
    const { issuer, server } = await setUp();
    const url = server.token_endpoint ?? '';
    expect((await issuer.webFetch(url)).status).toBe(405);
    expect((await issuer.webFetch(url, { method: 'POST', body: '{}' })).status).toBe(400);
    const body = new URLSearchParams('client_id=app&client_id=app&grant_type=refresh_token');
    expect((await issuer.webFetch(url, { method: 'POST', body })).status).toBe(400);
  });

  it('fails when it is told to', async () => {
    const { issuer, refresh } = await setUp();
    const { refreshToken = '' } = await issuer.grant();
    issuer.answer('token', { status: 503, body: { error: 'temporarily_unavailable' } });
    await expect(refresh(refreshToken)).rejects.toThrow('HTTP status code');
    issuer.answer('token', undefined);
    issuer.goDown();
    await expect(refresh(refreshToken)).rejects.toThrow('fetch failed');
    issuer.comeUp();
    await expect(refresh(refreshToken)).resolves.toBeDefined();
  });
});

describe('introspection', () => {
  it('is understood by oauth4webapi and by our own client', async () => {
    const { issuer, server, options } = await setUp();
    const token = issuer.issueOpaque({ sub: 'bob' }, { scope: 'a' });
    const answer = await oauth.processIntrospectionResponse(
      server,
      client,
      await oauth.introspectionRequest(server, client, basic, token, options),
    );
    expect(answer).toMatchObject({ active: true, sub: 'bob', client_id: 'web', scope: 'a' });
    const { endpoint: url, client: own, fetch } = issuer.introspectionOptions;
    const endpoint = { url, client: own, fetch };
    expect(await introspect(endpoint, token)).toMatchObject({ active: true });
    issuer.revoke(token);
    expect(await introspect(endpoint, token)).toEqual({ active: false, claims: {} });
    expect(await introspect(endpoint, 'made-up')).toEqual({ active: false, claims: {} });
  });

  it('knows JWTs and refresh tokens while they last, and is for clients with a secret', async () => {
    const clock = createTestClock();
    const issuer = await createTestIssuer({ clock, clients });
    const { endpoint: url, client: own, fetch } = issuer.introspectionOptions;
    const ask = (token: string) => introspect({ url, client: own, fetch }, token);
    const { accessToken, refreshToken = '' } = await issuer.grant();
    const foreign = await (await createTestIssuer({ freshKeys: true })).issueAccess();
    expect(await ask(accessToken)).toMatchObject({ active: true });
    expect(await ask(refreshToken)).toMatchObject({ claims: { token_type: 'refresh_token' } });
    expect(await ask(foreign)).toMatchObject({ active: false });
    clock.advance(301);
    expect(await ask(accessToken)).toMatchObject({ active: false });
    const none = { method: 'none', clientId: 'app' } as const;
    await expect(introspect({ url, client: none, fetch }, accessToken)).rejects.toMatchObject({
      code: 'introspection_unavailable',
    });
  });
});

describe('access tokens', () => {
  it('are what RFC 9068 asks for, to oauth4webapi', async () => {
    const issuer = await createTestIssuer({ profile: 'rfc9068', audience: 'https://api.test' });
    const url = new URL(issuer.issuer);
    const options = { [oauth.customFetch]: issuer.webFetch };
    const server = await oauth.processDiscoveryResponse(
      url,
      await oauth.discoveryRequest(url, options),
    );
    const request = new Request('https://api.test/', { headers: await issuer.bearer() });
    expect(
      await oauth.validateJwtAccessToken(server, request, issuer.audience, options),
    ).toMatchObject({ sub: 'alice', client_id: 'web' });
  });

  it('of Keycloak say what they are', async () => {
    const issuer = await createTestIssuer();
    const token = await issuer.issueAccess({ groups: ['a'] }, { profile: 'keycloak', scope: 'a' });
    expect(decodeToken(token).claims).toMatchObject({ typ: 'Bearer', azp: 'web', groups: ['a'] });
  });
});

describe('webFetch', () => {
  it('serves documents to core, and nothing else', async () => {
    const issuer = await createTestIssuer();
    const fetchDocument = createFetchDocument({ fetch: issuer.webFetch });
    const url = `${issuer.issuer}/jwks.json`;
    const limits = { accept: '*/*', maxBytes: 10_000 };
    const { etag = '', status } = await fetchDocument(url, limits);
    expect(status).toBe(200);
    expect(await fetchDocument(url, { ...limits, ifNoneMatch: etag })).toMatchObject({
      status: 304,
    });
    expect((await issuer.webFetch(`${issuer.issuer}/other`)).status).toBe(404);
    expect((await issuer.webFetch(url, { method: 'POST' })).status).toBe(405);
    await expect(issuer.webFetch('https://elsewhere.test/')).rejects.toThrow(TypeError);
    expect(issuer.requests).toMatchObject({ jwks: 3, elsewhere: 2 });
  });

  it('gives up when it is told to', async () => {
    const issuer = await createTestIssuer();
    const release = issuer.hold();
    const { signal } = { signal: AbortSignal.timeout(5) };
    await expect(issuer.webFetch(`${issuer.issuer}/jwks.json`, { signal })).rejects.toThrow();
    release();
  });
});

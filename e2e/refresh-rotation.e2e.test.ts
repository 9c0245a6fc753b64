import { X509Certificate } from 'node:crypto';
import { createDefaultEngine, createFixedKeyRing, decodeToken } from '@drawbridge/core';
import { createHttpClient, type HttpClient } from '@drawbridge/node';
import {
  type ClientAuthentication,
  clientCredentialsGrant,
  discoverEndpoint,
  exchangeToken,
  introspect,
  refreshGrant,
  refreshTokens,
  requestClientCredentials,
  revokeToken,
  type TokenEndpoint,
  tokenTypeUrn,
} from '@drawbridge/oauth';
import { exportJWK, generateKeyPair } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { certify } from '../tools/certify.ts';
import { describeWith } from '../tools/describe-with.ts';
import {
  PERSON,
  type ProviderClient,
  RESOURCE,
  type RotatingProvider,
  startRotatingProvider,
} from './support/rotating-provider.ts';
import { createStage } from './support/stage.ts';

const stage = createStage();
afterAll(() => stage.clear());

/** Printable ASCII, which the provider asks for, with all that a form would spoil. */
const SECRET = 'a secret of 32 characters, or more: %&+=~';
const once = { retries: 0 };
const { signal } = new AbortController();

/** How a client proves itself, and as what the provider knows it. */
interface Known {
  readonly client: ClientAuthentication;
  readonly certificate?: { readonly certificate: string; readonly key: string };
}

describeWith(['openssl'], 'a provider that rotates refresh tokens', () => {
  let provider: RotatingProvider;
  let http: HttpClient;
  let ca: string;
  const known = new Map<string, Known>();
  const registered: ProviderClient[] = [];

  const METHODS = [
    'none',
    'client_secret_basic',
    'client_secret_post',
    'private_key_jwt',
    'tls_client_auth',
    'self_signed_tls_client_auth',
  ] as const;
  /** Those that prove something. */
  const PROVEN = METHODS.slice(1);

  beforeAll(async () => {
    const folder = await stage.folder();
    const authority = await certify(folder, 'authority', '');
    const here = await certify(folder, 'here', 'IP:127.0.0.1', authority);
    const vouched = await certify(folder, 'vouched', '', authority);
    const own = await certify(folder, 'own', '');
    const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
    const named = { kid: 'of-the-client', alg: 'ES256' };
    const ring = await createFixedKeyRing(
      { keys: [{ ...(await exportJWK(privateKey)), ...named }] },
      createDefaultEngine(),
    );
    const { raw, publicKey: ofOwn } = new X509Certificate(own.cert);
    const jwkOfOwn = { ...ofOwn.export({ format: 'jwk' }), x5c: [raw.toString('base64')] };
    const jwkOfClient = { ...(await exportJWK(publicKey)), ...named };

    add('none', {}, {});
    add('client_secret_basic', { client_secret: SECRET }, { clientSecret: SECRET });
    add('client_secret_post', { client_secret: SECRET }, { clientSecret: SECRET });
    add('private_key_jwt', { jwks: { keys: [jwkOfClient] } }, { key: ring.signingKey() });
    add('tls_client_auth', { tls_client_auth_subject_dn: 'CN=vouched' }, {}, vouched);
    add('self_signed_tls_client_auth', { jwks: { keys: [jwkOfOwn] } }, {}, own);

    ca = authority.cert;
    provider = await startRotatingProvider(stage, {
      certificate: here,
      clientAuthority: authority.cert,
      clients: registered,
    });
    http = createHttpClient();
    stage.later(() => http.close());
  });

  function add(
    method: (typeof METHODS)[number],
    registration: Partial<ProviderClient>,
    proof: object,
    certificate?: { readonly cert: string; readonly key: string },
  ): void {
    const id = `client of ${method}`;
    registered.push({ client_id: id, token_endpoint_auth_method: method, ...registration });
    known.set(method, {
      client: { method, clientId: id, ...proof } as ClientAuthentication,
      ...(certificate && { certificate: { certificate: certificate.cert, key: certificate.key } }),
    });
  }

  /** How an endpoint is found for a client. */
  function find(
    name: 'token_endpoint' | 'introspection_endpoint' | 'revocation_endpoint',
    method: string,
  ): () => Promise<TokenEndpoint> {
    const { client, certificate } = known.get(method) ?? {};
    return discoverEndpoint(name, {
      issuer: provider.issuer,
      fetchDocument: http.documents({ ca }),
      fetch: http.tokens({ ca, ...(certificate && { certificate }) }),
      ...(client && { client }),
    });
  }

  const signIn = (method: string) => provider.signIn(`client of ${method}`);

  describe.each(METHODS)('asked by a client of %s', (method) => {
    it('gives a new refresh token with each refresh, and the same person’s tokens', async () => {
      const grant = refreshGrant({
        endpoint: find('token_endpoint', method),
        refreshToken: await signIn(method),
      });
      const first = await grant.obtain(undefined, signal);
      const second = await grant.obtain(first, signal);
      const third = await grant.obtain(second, signal);
      const sets = [first, second, third];
      expect(new Set(sets.map(({ refreshToken }) => refreshToken)).size).toBe(3);
      expect(new Set(sets.map(({ accessToken }) => accessToken)).size).toBe(3);
      for (const { accessToken, idToken = '', tokenType, expiresAt, obtainedAt, scope } of sets) {
        expect(decodeToken(accessToken).claims).toMatchObject({ sub: PERSON, aud: RESOURCE });
        expect(decodeToken(idToken).claims).toMatchObject({
          sub: PERSON,
          aud: `client of ${method}`,
        });
        expect(tokenType).toBe('Bearer');
        expect((expiresAt ?? 0) - obtainedAt).toBeGreaterThan(50);
        expect(scope).toBe('read');
      }
    });

    it('ends the family of a refresh token that is used twice', async () => {
      const endpoint = await find('token_endpoint', method)();
      const stolen = await signIn(method);
      const { refreshToken = '' } = await refreshTokens(endpoint, { refreshToken: stolen });
      for (const refused of [stolen, refreshToken]) {
        await expect(refreshTokens(endpoint, { refreshToken: refused })).rejects.toMatchObject({
          code: 'sign_in_needed',
          message: expect.stringContaining('refused the refresh token'),
          cause: { error: 'invalid_grant', status: 400 },
        });
      }
    });
  });

  it('takes a refresh whose answer was lost for theft: the message says what may have been', async () => {
    const endpoint = await find('token_endpoint', 'client_secret_basic')();
    let count = 0;
    const losing: TokenEndpoint = {
      ...endpoint,
      async fetch(url, init) {
        const answer = await endpoint.fetch(url, init);
        if (++count === 1) throw new TypeError('the connection broke off');
        return answer;
      },
    };
    const refreshToken = await signIn('client_secret_basic');
    const policy = { sleep: async () => {} };
    await expect(refreshTokens(losing, { refreshToken }, policy)).rejects.toMatchObject({
      code: 'sign_in_needed',
      message: expect.stringContaining('an earlier attempt whose answer was lost'),
    });
    expect(count).toBe(2);
  });

  describe.each(PROVEN)('asked by a client of %s in its own name', (method) => {
    it('gives it tokens', async () => {
      const grant = clientCredentialsGrant({
        endpoint: find('token_endpoint', method),
        scope: 'read',
      });
      const { accessToken, refreshToken, scope } = await grant.obtain(undefined, signal);
      expect(decodeToken(accessToken).claims).toMatchObject({ client_id: `client of ${method}` });
      expect([refreshToken, scope]).toEqual([undefined, 'read']);
    });

    it('says of its refresh token that it is active, until it is ended', async () => {
      const token = await signIn(method);
      const asked = await find('introspection_endpoint', method)();
      const options = { tokenType: 'refresh_token' } as const;
      expect(await introspect(asked, token, options)).toMatchObject({
        active: true,
        claims: { sub: PERSON, client_id: `client of ${method}` },
      });
      const ending = await find('revocation_endpoint', method)();
      await revokeToken(ending, token, options);
      expect((await introspect(asked, token, options)).active).toBe(false);
      const endpoint = await find('token_endpoint', method)();
      await expect(refreshTokens(endpoint, { refreshToken: token })).rejects.toMatchObject({
        code: 'sign_in_needed',
      });
      // RFC 7009 section 2.2: a token that is none any more is no fault, nor one that never was.
      await revokeToken(ending, token);
      await revokeToken(ending, 'made-up');
    });
  });

  describe('refuses a client that does not prove itself', () => {
    const wrong: Record<string, (right: Known) => object> = {
      client_secret_basic: ({ client }) => ({ client: { ...client, clientSecret: `${SECRET}x` } }),
      client_secret_post: ({ client }) => ({ client: { ...client, clientSecret: 'x' } }),
      private_key_jwt: ({ client }) => ({ client: { ...client, audience: 'https://other.test' } }),
      tls_client_auth: ({ client }) => ({ client }),
      self_signed_tls_client_auth: ({ client }) => ({ ...known.get('tls_client_auth'), client }),
    };

    it.each(Object.keys(wrong))('by %s, and is no matter of the sign-in', async (method) => {
      const right = known.get(method);
      if (right === undefined) throw new Error('not known');
      const refreshToken = await signIn(method);
      known.set(method, { ...wrong[method]?.(right) } as Known);
      try {
        const endpoint = await find('token_endpoint', method)();
        for (const ask of [
          () => refreshTokens(endpoint, { refreshToken }, once),
          () => requestClientCredentials(endpoint, {}, once),
        ]) {
          await expect(ask()).rejects.toMatchObject({
            code: 'token_endpoint_refused',
            cause: { error: 'invalid_client', status: 401 },
          });
        }
      } finally {
        known.set(method, right);
      }
      const endpoint = await find('token_endpoint', method)();
      await expect(refreshTokens(endpoint, { refreshToken })).resolves.toBeDefined();
    });
  });

  it('refuses a scope that was never granted, which is no matter of the sign-in', async () => {
    const endpoint = await find('token_endpoint', 'client_secret_post')();
    const refreshToken = await signIn('client_secret_post');
    const request = { refreshToken, scope: 'openid write' };
    await expect(refreshTokens(endpoint, request, once)).rejects.toMatchObject({
      code: 'token_endpoint_refused',
      cause: { error: 'invalid_scope' },
    });
    await expect(refreshTokens(endpoint, { refreshToken })).resolves.toBeDefined();
  });

  it('knows no token exchange, and says so', async () => {
    const endpoint = await find('token_endpoint', 'client_secret_post')();
    const request = { subjectToken: 'x', subjectTokenType: tokenTypeUrn('access_token') };
    await expect(exchangeToken(endpoint, request, once)).rejects.toMatchObject({
      code: 'token_endpoint_refused',
      cause: { error: 'unsupported_grant_type' },
    });
  });
});

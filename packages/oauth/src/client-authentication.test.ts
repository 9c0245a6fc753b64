import {
  createDefaultEngine,
  createFixedKeyRing,
  DrawbridgeError,
  type SigningKey,
} from '@drawbridge/core';
import { createTestClock } from '@drawbridge/testing';
import fc from 'fast-check';
import {
  createLocalJWKSet,
  exportJWK,
  generateKeyPair,
  type JWTVerifyResult,
  jwtVerify,
} from 'jose';
import { describe, expect, it } from 'vitest';
import { json, type TestEndpoint, testEndpoint, URL_OF_IT } from './endpoint.fixture.ts';
import { introspect } from './introspect.ts';
import { requestClientCredentials } from './request-client-credentials.ts';
import { revokeToken } from './revoke-token.ts';
import type { ClientAuthentication, TokenRequestInit } from './token-endpoint.ts';

const clock = createTestClock();
const once = { retries: 0, clock };
const TOKENS = { access_token: 'at', token_type: 'Bearer' };

function onlyOf({ requests: [sent] }: TestEndpoint): TokenRequestInit {
  if (sent === undefined) throw new Error('nothing was sent');
  return sent;
}

/** What one request of each kind sends. */
const KINDS: Record<string, (client: ClientAuthentication) => Promise<TokenRequestInit>> = {
  'a token endpoint': async (client) => {
    const endpoint = testEndpoint(() => json(TOKENS), { client });
    await requestClientCredentials(endpoint, {}, once);
    return onlyOf(endpoint);
  },
  'an introspection endpoint': async (client) => {
    const endpoint = testEndpoint(() => json({ active: false }), { client });
    await introspect(endpoint, 'a-token', { clock });
    return onlyOf(endpoint);
  },
  'a revocation endpoint': async (client) => {
    const endpoint = testEndpoint(() => new Response(null), { client });
    await revokeToken(endpoint, 'a-token', { clock });
    return onlyOf(endpoint);
  },
};

async function keyOf(alg: 'RS256' | 'ES256' | 'EdDSA') {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  const kid = `of-${alg}`;
  const jwks = { keys: [{ ...(await exportJWK(privateKey)), alg, kid }] };
  const ring = await createFixedKeyRing(jwks, createDefaultEngine());
  const keys = createLocalJWKSet({ keys: [{ ...(await exportJWK(publicKey)), alg, kid }] });
  const read = (sent: TokenRequestInit): Promise<JWTVerifyResult> =>
    jwtVerify(sent.body.get('client_assertion') ?? '', keys, {
      currentDate: new Date(clock.now()),
    });
  return { key: ring.signingKey(), read };
}

describe.each(Object.entries(KINDS))('a client at %s', (_, sentBy) => {
  it('that proves nothing is named', async () => {
    const { body, headers } = await sentBy({ method: 'none', clientId: 'teller' });
    expect(body.get('client_id')).toBe('teller');
    expect(headers).not.toHaveProperty('authorization');
  });

  it.each(['tls_client_auth', 'self_signed_tls_client_auth'] as const)(
    'is named beside its certificate: %s',
    async (method) => {
      const { body, headers } = await sentBy({ method, clientId: 'teller' });
      expect(body.get('client_id')).toBe('teller');
      expect(headers).not.toHaveProperty('authorization');
    },
  );

  it('whose name and secret have any characters proves itself by both ways', async () => {
    const text = fc.string({ minLength: 1, unit: 'grapheme' });
    await fc.assert(
      fc.asyncProperty(text, text, async (clientId, clientSecret) => {
        const basic = await sentBy({ method: 'client_secret_basic', clientId, clientSecret });
        const [scheme, encoded = ''] = (basic.headers['authorization'] ?? '').split(' ');
        expect(scheme).toBe('Basic');
        // RFC 6749 section 2.3.1: form-encoded first, so that a colon divides for certain.
        const parts = atob(encoded)
          .split(':')
          .map((part) => new URLSearchParams(`x=${part}`).get('x'));
        expect(parts).toEqual([clientId, clientSecret]);
        expect(basic.body.has('client_secret')).toBe(false);
        const post = await sentBy({ method: 'client_secret_post', clientId, clientSecret });
        const sent = new URLSearchParams(post.body.toString());
        expect([sent.get('client_id'), sent.get('client_secret')]).toEqual([
          clientId,
          clientSecret,
        ]);
        expect(post.headers).not.toHaveProperty('authorization');
      }),
      { numRuns: 50 },
    );
  });

  it.each(['RS256', 'ES256', 'EdDSA'] as const)(
    'signs a JWT with %s, which jose takes',
    async (alg) => {
      const { key, read } = await keyOf(alg);
      const client = { method: 'private_key_jwt', clientId: 'teller', key } as const;
      const sent = await sentBy(client);
      expect(sent.body.get('client_assertion_type')).toBe(
        'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      );
      expect(sent.body.get('client_id')).toBe('teller');
      expect(sent.headers).not.toHaveProperty('authorization');
      const now = Math.floor(clock.now() / 1000);
      const { payload, protectedHeader } = await read(sent);
      expect(protectedHeader).toEqual({ alg, typ: 'JWT', kid: `of-${alg}` });
      expect(payload).toEqual({
        iss: 'teller',
        sub: 'teller',
        aud: URL_OF_IT,
        iat: now,
        nbf: now,
        exp: now + 60,
        jti: expect.stringMatching(/^[0-9a-f-]{36}$/),
      });
      const elsewhere = await read(await sentBy({ ...client, audience: 'https://issuer.test' }));
      expect(elsewhere.payload.aud).toBe('https://issuer.test');
      expect(elsewhere.payload.jti).not.toBe(payload.jti);
    },
  );
});

describe('a JWT of a client', () => {
  it('is a fresh one for each attempt', async () => {
    const { key, read } = await keyOf('ES256');
    const endpoint = testEndpoint(
      (_, count) => (count < 3 ? new Response('', { status: 503 }) : json(TOKENS)),
      {
        client: { method: 'private_key_jwt', clientId: 'teller', key },
      },
    );
    const sleep = async () => clock.advance(30);
    await requestClientCredentials(endpoint, {}, { clock, sleep, random: () => 0 });
    const claims = [];
    for (const sent of endpoint.requests) {
      const { payload } = await read(sent).catch(() => ({
        payload: {} as JWTVerifyResult['payload'],
      }));
      claims.push(payload);
    }
    expect(new Set(claims.map(({ jti }) => jti)).size).toBe(3);
  });

  const failing = (sign: SigningKey['sign']): ClientAuthentication => ({
    method: 'private_key_jwt',
    clientId: 'teller',
    key: { kid: 'k', alg: 'ES256', sign },
  });

  it('that cannot be signed is told as what it is, and not as a network that fails', async () => {
    const busy = failing(() => Promise.reject(new DrawbridgeError('overloaded')));
    const ask = (client: ClientAuthentication) =>
      requestClientCredentials(
        testEndpoint(() => json(TOKENS), { client }),
        {},
        once,
      );
    await expect(ask(busy)).rejects.toMatchObject({ code: 'overloaded' });
    const broken = failing(() => Promise.reject(new Error('no such slot')));
    await expect(ask(broken)).rejects.toMatchObject({ code: 'internal' });
  });
});

import { ERRORS } from '@drawbridge/core';
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { createTestIssuer } from '../issuer/test-issuer.ts';
import { forgeHostileAccess } from './forge-access.ts';
import { forgeHostileHeaders } from './forge-headers.ts';

describe('forgeHostileAccess', () => {
  it.each(['generic', 'rfc9068', 'keycloak'] as const)(
    'makes tokens by the profile %s that are signed well and in time',
    async (profile) => {
      const issuer = await createTestIssuer({ profile });
      const keys = createLocalJWKSet(issuer.jwks() as JSONWebKeySet);
      const tokens = await forgeHostileAccess(issuer);
      expect(new Set(tokens.map(({ name }) => name)).size).toBe(tokens.length);
      for (const { name, token, code } of tokens) {
        expect(ERRORS).toHaveProperty(code);
        await expect(
          jwtVerify(token, keys, { issuer: issuer.issuer }),
          name,
        ).resolves.toBeDefined();
      }
    },
  );
});

describe('forgeHostileHeaders', () => {
  it('gives each a name of its own, and nearly each a good access token', async () => {
    const issuer = await createTestIssuer();
    const keys = createLocalJWKSet(issuer.jwks() as JSONWebKeySet);
    const all = await forgeHostileHeaders(issuer);
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
    for (const { name, headers, code } of all) {
      expect(ERRORS).toHaveProperty(code);
      const [, token = ''] = headers.find(([field]) => field === 'X-Access-Token') ?? [];
      if (code === 'credentials_missing' || token.includes(',')) continue;
      const { payload } = await jwtVerify(token, keys, { audience: issuer.audience });
      expect(payload.sub, name).toBe('mallory');
    }
  });

  it('gives fields as a Request takes them, and joins none', async () => {
    const all = await forgeHostileHeaders(await createTestIssuer());
    const twice = all.find(({ name }) => name === 'two access tokens');
    const { headers } = new Request('https://api.test/', { headers: twice?.headers ?? [] });
    expect(headers.get('x-access-token')).toBe(twice?.headers.map(([, value]) => value).join(', '));
  });
});

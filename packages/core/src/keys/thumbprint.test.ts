import { THUMBPRINT_VECTOR, testKey } from '@drawbridge/testing';
import { expect, test } from 'vitest';
import type { PublicJwk } from '../jwks/public-jwk.ts';
import { jwkThumbprint } from './thumbprint.ts';

test(`${THUMBPRINT_VECTOR.title}: depends on the key alone`, async () => {
  const { jwk, thumbprint } = THUMBPRINT_VECTOR;
  const plain: PublicJwk = jwk;
  expect(await jwkThumbprint(plain)).toBe(thumbprint);
  const renamed = { ...plain, kid: 'another', alg: 'PS256', use: 'enc' };
  expect(await jwkThumbprint(renamed)).toBe(thumbprint);
});

test.each(['ES256', 'EdDSA'] as const)('says what a key of the kind %s lacks', async (alg) => {
  const { publicJwk } = await testKey(alg);
  const { x: _, ...without } = publicJwk;
  await expect(jwkThumbprint(without)).rejects.toThrow(
    /^it lacks a member that a key of the type \w+ needs$/,
  );
});

test('hashes no secret', async () => {
  const secret = { kty: 'oct', k: 'c2VjcmV0' } as PublicJwk;
  await expect(jwkThumbprint(secret)).rejects.toThrow('it is symmetric and has no public part');
});

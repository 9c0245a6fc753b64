import { THUMBPRINT_VECTOR } from '@drawbridge/testing';
import { calculateJwkThumbprint } from 'jose';
import { describe, expect, it } from 'vitest';
import { createDefaultEngine } from '../engine/default-engine.ts';
import { generateKey } from './generate.ts';

type Jwk = Parameters<typeof calculateJwkThumbprint>[0];

const data = new TextEncoder().encode('data');

describe('generateKey', () => {
  // RSA keys are slow to make, and the same for all six of its algorithms.
  it.each(['RS256', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'] as const)(
    'makes an %s pair that the engine takes, and that fits together',
    async (alg) => {
      const engine = createDefaultEngine();
      const { publicJwk, pkcs8 } = await generateKey(alg);
      const signing = await engine.importKey(alg, { pkcs8 });
      const verifying = await engine.importKey(alg, { jwk: publicJwk });
      expect(await engine.verify(verifying, data, await engine.sign(signing, data))).toBe(true);
    },
  );

  it(`${THUMBPRINT_VECTOR.title}: names the key by its thumbprint`, async () => {
    // jose calculates it as the RFC does, and the name of the key is what jose calculates.
    const { jwk, thumbprint } = THUMBPRINT_VECTOR;
    expect(await calculateJwkThumbprint(jwk as Jwk)).toBe(thumbprint);
    const { kid, publicJwk } = await generateKey('ES256');
    expect(kid).toBe(await calculateJwkThumbprint(publicJwk as Jwk));
    expect(kid).toMatch(/^[\w-]{43}$/);
  });

  it('publishes what a relying party needs, and nothing private', async () => {
    const { kid, alg, publicJwk } = await generateKey('EdDSA');
    expect(publicJwk).toEqual({
      kty: 'OKP',
      crv: 'Ed25519',
      x: expect.stringMatching(/^[\w-]{43}$/),
      alg: 'EdDSA',
      use: 'sig',
      kid,
    });
    expect(alg).toBe('EdDSA');
  });

  it('never makes the same key twice', async () => {
    const keys = await Promise.all(Array.from({ length: 20 }, () => generateKey('ES256')));
    expect(new Set(keys.map((key) => key.kid)).size).toBe(20);
  });
});

import { testKey } from '@drawbridge/testing';
import { exportJWK } from 'jose';
import { describe, expect, it } from 'vitest';
import type { Algorithm } from '../engine/algorithms.ts';
import { createDefaultEngine } from '../engine/default-engine.ts';
import { createFixedKeyRing } from './fixed-key-ring.ts';

const engine = createDefaultEngine();

async function privateJwk(alg: Algorithm, name: string) {
  const { privateKey, kid } = await testKey(alg, name);
  return { ...(await exportJWK(privateKey)), kid } as Record<string, unknown>;
}

const [first, second, ec, ed] = await Promise.all([
  privateJwk('RS256', 'first'),
  privateJwk('RS256', 'second'),
  privateJwk('ES256', 'first'),
  privateJwk('EdDSA', 'first'),
]);
const publicPart = async (alg: Algorithm, name: string) => (await testKey(alg, name)).publicJwk;

describe('createFixedKeyRing', () => {
  it('signs with the first key of each algorithm, and publishes all', async () => {
    const ring = await createFixedKeyRing({ keys: [ec, second, first, ed] }, engine);
    expect(ring.algorithms()).toEqual(['RS256', 'ES256', 'EdDSA']);
    expect(ring.signingKey().kid).toBe('second-RS256');
    expect(ring.signingKey('ES256').kid).toBe('first-ES256');
    const published = ring.publicKeys().map(({ kid, alg, use }) => [kid, alg, use]);
    expect(published).toEqual([
      ['first-ES256', 'ES256', 'sig'],
      ['second-RS256', 'RS256', 'sig'],
      ['first-RS256', 'RS256', 'sig'],
      ['first-EdDSA', 'EdDSA', 'sig'],
    ]);
    expect(JSON.stringify(ring.publicKeys())).not.toContain(first['d']);
  });

  it('signs what the published key verifies', async () => {
    const ring = await createFixedKeyRing(JSON.stringify({ keys: [second, first] }), engine);
    const data = new TextEncoder().encode('data');
    const { kid, sign } = ring.signingKey();
    const jwk = ring.publicKeys().find((key) => key.kid === kid);
    const key = await engine.importKey('RS256', { jwk: jwk as NonNullable<typeof jwk> });
    expect(await engine.verify(key, data, await sign(data))).toBe(true);
  });

  it('takes a public key for one that only is published', async () => {
    const keys = [await publicPart('RS256', 'second'), first];
    const ring = await createFixedKeyRing({ keys }, engine);
    expect(ring.signingKey().kid).toBe('first-RS256');
    expect(ring.publicKeys()).toHaveLength(2);
  });

  it('rotates by two deployments: seen before it signs, and seen after it has', async () => {
    const kids = async (keys: readonly object[]) => {
      const ring = await createFixedKeyRing({ keys }, engine);
      return [ring.signingKey().kid, new Set(ring.publicKeys().map(({ kid }) => kid))];
    };
    const both = new Set(['first-RS256', 'second-RS256']);
    expect(await kids([first])).toEqual(['first-RS256', new Set(['first-RS256'])]);
    expect(await kids([first, second])).toEqual(['first-RS256', both]);
    expect(await kids([second, await publicPart('RS256', 'first')])).toEqual([
      'second-RS256',
      both,
    ]);
  });

  it('never changes by itself', async () => {
    const ring = await createFixedKeyRing({ keys: [first] }, engine);
    expect(ring.changesAt()).toBe(Infinity);
    expect(ring.publicKeys()).toBe(ring.publicKeys());
  });

  it('names a key without a name by its thumbprint', async () => {
    const { kid: _, ...nameless } = first;
    const ring = await createFixedKeyRing({ keys: [nameless] }, engine);
    expect(ring.signingKey().kid).toMatch(/^[\w-]{43}$/);
  });

  it.each([
    [undefined, /^the keys are not a JWK Set/],
    ['', /^the keys are not a JWK Set/],
    ['{"keys":', /^the keys are not a JWK Set/],
    [[first], /^the keys are not a JWK Set/],
    [first, /^the keys are not a JWK Set/],
    [{ keys: [] }, /^the key set has no private key/],
    [{ keys: [first, 'x'] }, /^keys\[1\] of the key set cannot be used: it is not a JWK$/],
    [{ keys: [{ ...first, alg: 'HS256' }] }, /signs with no algorithm that it is for$/],
    [{ keys: [{ kty: 'oct', k: 'secret' }] }, /signs with no algorithm that it is for$/],
    [{ keys: [{ ...first, use: 'enc' }] }, /its use is enc and not sig$/],
    [
      { keys: [{ ...first, use: first['d'] }] },
      /its use is \(no name that is known\) and not sig$/,
    ],
    [{ keys: [{ ...first, use: 'sig\u001b[2J\n' }] }, /its use is \(no name that is known\)/],
    [{ keys: [{ ...first, d: 'AAAA' }] }, /its private part does not belong to its public part$/],
    [{ keys: [{ ...first, d: 1 }] }, /it has no private part$/],
    [{ keys: [first, { ...second, kid: first['kid'] }] }, /share the kid first-RS256$/],
  ])('refuses what cannot be used, and shows no key (%#)', async (jwks, why) => {
    const fault: unknown = await createFixedKeyRing(jwks, engine).catch(
      (thrown: unknown) => thrown,
    );
    expect(fault).toBeInstanceOf(TypeError);
    const { message } = fault as TypeError;
    expect(message).toMatch(why);
    for (const secret of [first['d'], first['p'], second['d']]) {
      expect(message).not.toContain(secret);
    }
  });

  it('shows a kid as it is, but nothing that a terminal obeys', async () => {
    const kid = 'a\u202eb\u2028c';
    const keys = [
      { ...first, kid },
      { ...second, kid },
    ];
    await expect(createFixedKeyRing({ keys }, engine)).rejects.toThrow(
      /share the kid a\\u202eb\\u2028c$/,
    );
  });

  it('refuses public keys alone', async () => {
    const keys = [await publicPart('RS256', 'first')];
    await expect(createFixedKeyRing({ keys }, engine)).rejects.toThrow('nothing could sign');
  });

  it('refuses more keys than relying parties read', async () => {
    const shown = await publicPart('ES256', 'first');
    const others = Array.from({ length: 100 }, (_, index) => ({ ...shown, kid: `k${index}` }));
    await expect(createFixedKeyRing({ keys: [first, ...others] }, engine)).rejects.toThrow(
      'would publish 101 keys',
    );
  });
});

import { type TestKey, testKey } from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import type { Algorithm } from '../engine/algorithms.ts';
import { createDefaultEngine } from '../engine/default-engine.ts';
import type { Engine, EngineKey } from '../engine/engine.ts';
import { createKeySet, type KeySet, parseKeySet } from './key-set.ts';

const engine = createDefaultEngine();
const data = new TextEncoder().encode('data');
const [rsa, ec, ec2] = await Promise.all([
  testKey('RS256'),
  testKey('ES256'),
  testKey('ES256', 'second'),
]);

const parse = (document: unknown) =>
  parseKeySet(
    new TextEncoder().encode(typeof document === 'string' ? document : JSON.stringify(document)),
    'https://issuer.test/jwks.json',
    engine,
  );

/** Whether a set answers with this very key, and no other. */
async function answers(set: KeySet, key: TestKey, kid: string | undefined) {
  const found = await set.find(key.alg, kid);
  return found.length === 1 && (await verifies(found, key));
}

/** Whether one of these keys is the public half of a test key. */
async function verifies(found: readonly EngineKey[], { alg, pkcs8 }: TestKey) {
  const signature = await engine.sign(await engine.importKey(alg, { pkcs8 }), data);
  for (const key of found) if (await engine.verify(key, data, signature)) return true;
  return false;
}

describe('parseKeySet', () => {
  it.each([
    ['no JSON', '<html>'],
    ['a list', []],
    ['an object without keys', {}],
    ['keys that are no list', { keys: {} }],
    ['keys null', { keys: null }],
    ['keys inherited', '{"__proto__":{"keys":[]}}'],
  ])('refuses %s', (_, document) => {
    expect(() => parse(document)).toThrow(
      expect.objectContaining({
        code: 'upstream_invalid',
        message: 'https://issuer.test/jwks.json is not a JWK Set',
      }),
    );
  });

  it('takes 100 keys and not one more', () => {
    const keys = Array.from({ length: 100 }, (_, index) => ({ ...ec.publicJwk, kid: `${index}` }));
    expect(parse({ keys }).size).toBe(100);
    expect(() => parse({ keys: [...keys, ec.publicJwk] })).toThrow('101 keys, the limit is 100');
  });

  it('takes another limit, and does not count keys that verify nothing', () => {
    const bytes = new TextEncoder().encode(
      JSON.stringify({ keys: [ec.publicJwk, { kty: 'oct', k: 'AA' }, rsa.publicJwk] }),
    );
    expect(parseKeySet(bytes, 'here', engine, 2).size).toBe(2);
    expect(() => parseKeySet(bytes, 'here', engine, 1)).toThrow(
      'here holds 2 keys, the limit is 1',
    );
  });

  it('RFC 7517 section 5: passes over keys of unknown kinds and keys that are broken', async () => {
    const set = parse({
      keys: [
        null,
        'key',
        {},
        { kty: 'quantum', kid: ec.kid },
        { kty: 'oct', k: 'c2VjcmV0', kid: ec.kid, alg: 'HS256' },
        { ...ec2.publicJwk, kid: 1 },
        ec.publicJwk,
      ],
    });
    expect(await answers(set, ec, ec.kid)).toBe(true);
  });

  it('finds no key in an oct key, under any name', async () => {
    const set = parse({ keys: [{ kty: 'oct', k: 'c2VjcmV0', kid: 'a' }] });
    for (const kid of ['a', undefined]) {
      for (const alg of ['RS256', 'ES256', 'EdDSA'] as const) {
        expect(await set.find(alg, kid)).toEqual([]);
      }
    }
  });
});

describe('a key set', () => {
  it('finds by kid', async () => {
    const set = parse({ keys: [rsa.publicJwk, ec.publicJwk, ec2.publicJwk] });
    expect(await answers(set, rsa, rsa.kid)).toBe(true);
    expect(await answers(set, ec, ec.kid)).toBe(true);
    expect(await answers(set, ec2, ec2.kid)).toBe(true);
  });

  it.each(['', 'nobody', '__proto__', 'constructor'])('has no key named %j', async (kid) => {
    const set = parse({ keys: [rsa.publicJwk, ec.publicJwk] });
    expect(await set.find('RS256', kid)).toEqual([]);
  });

  it('never answers with a key for another algorithm than the token names', async () => {
    const set = parse({ keys: [rsa.publicJwk, ec.publicJwk] });
    expect(await set.find('RS512', rsa.kid)).toEqual([]);
    expect(await set.find('PS256', rsa.kid)).toEqual([]);
    expect(await set.find('ES256', rsa.kid)).toEqual([]);
    expect(await set.find('RS256', ec.kid)).toEqual([]);
  });

  it('goes on past a namesake of another kind', async () => {
    const keys = [rsa.publicJwk, ec.publicJwk].map((jwk) => ({ ...jwk, kid: 'same' }));
    for (const order of [keys, keys.toReversed()]) {
      const set = parse({ keys: order });
      expect(await answers(set, rsa, 'same')).toBe(true);
      expect(await answers(set, ec, 'same')).toBe(true);
    }
  });

  it('goes by the algorithm when there is no kid and one key alone suits it', async () => {
    const set = parse({ keys: [rsa.publicJwk, ec.publicJwk] });
    expect(await answers(set, rsa, undefined)).toBe(true);
    expect(await answers(set, ec, undefined)).toBe(true);
  });

  it('answers every key that suits when there is no kid', async () => {
    const set = parse({ keys: [rsa.publicJwk, ec.publicJwk, ec2.publicJwk] });
    const found = await set.find('ES256', undefined);
    expect(found).toHaveLength(2);
    expect([await verifies(found, ec), await verifies(found, ec2)]).toEqual([true, true]);
    expect(await answers(set, rsa, undefined)).toBe(true);
  });

  it('answers every key of one kind that shares a kid', async () => {
    const keys = [ec.publicJwk, ec2.publicJwk].map((jwk) => ({ ...jwk, kid: 'same' }));
    const found = await parse({ keys }).find('ES256', 'same');
    expect(found).toHaveLength(2);
    expect([await verifies(found, ec), await verifies(found, ec2)]).toEqual([true, true]);
  });

  it('answers four keys at most, and says why it answers none of five', async () => {
    const copies = (count: number, kid: object) => ({
      keys: [...Array.from({ length: count }, () => ({ ...ec.publicJwk, ...kid })), rsa.publicJwk],
    });
    for (const [kid, names, why] of [
      ['same', { kid: 'same' }, /has 5 ES256 keys of the kid in the token's header, .*than 4/],
      [undefined, {}, /has 5 ES256 keys and the token has no kid, and no more than 4/],
    ] as const) {
      expect(await parse(copies(4, names)).find('ES256', kid)).toHaveLength(4);
      await expect(parse(copies(5, names)).find('ES256', kid)).rejects.toMatchObject({
        code: 'key_unknown',
        message: expect.stringMatching(why),
        hint: expect.any(String),
      });
      // Keys that do not suit the algorithm do not count.
      expect(await parse(copies(5, names)).find('RS256', undefined)).toHaveLength(1);
    }
  });

  it('does not let a broken key hide a good one beside it', async () => {
    const broken = { ...ec2.publicJwk, y: ec2.publicJwk.x };
    for (const keys of [
      [broken, ec.publicJwk],
      [ec.publicJwk, broken],
    ]) {
      const set = parse({ keys: keys.map((jwk) => ({ ...jwk, kid: 'same' })) });
      expect(await answers(set, ec, 'same')).toBe(true);
      expect(await answers(set, ec, undefined)).toBe(true);
    }
  });

  it('finds a key that has no kid only for a token that has none', async () => {
    const { kid: _, ...nameless } = ec.publicJwk;
    const set = parse({ keys: [nameless] });
    expect(await answers(set, ec, undefined)).toBe(true);
    expect(await set.find('ES256', 'undefined')).toEqual([]);
  });

  it('says which key cannot be used, and leaves the others usable', async () => {
    const set = parse({ keys: [{ ...ec2.publicJwk, y: ec2.publicJwk.x }, ec.publicJwk] });
    await expect(set.find('ES256', ec2.kid)).rejects.toMatchObject({
      code: 'upstream_invalid',
      message: expect.stringContaining('has a key that cannot be used with ES256'),
    });
    expect(await answers(set, ec, ec.kid)).toBe(true);
  });

  it('imports a key when it is first asked for, and once', async () => {
    let imports = 0;
    const counting: Engine = {
      ...engine,
      importKey(...key) {
        imports++;
        return engine.importKey(...key);
      },
    };
    const set = createKeySet([rsa.publicJwk, ec.publicJwk], 'here', counting);
    expect(imports).toBe(0);
    const [first] = await set.find('ES256', ec.kid);
    expect((await set.find('ES256', ec.kid))[0]).toBe(first);
    expect((await set.find('ES256', undefined))[0]).toBe(first);
    expect(imports).toBe(1);
  });

  it('has ready what was found before, and neither an unknown kid nor a broken key', async () => {
    const weak = { ...rsa.publicJwk, n: 'AQAB', kid: 'weak' };
    const set = createKeySet([ec.publicJwk, weak], 'here', engine);
    const ready = (kid: string | undefined, alg: Algorithm = 'ES256') => set.ready(alg, kid);
    expect(ready(ec.kid)).toBeUndefined();
    const found = await set.find('ES256', ec.kid);
    expect(ready(ec.kid)).toEqual(found);
    expect(ready(undefined)).toBeUndefined();
    expect(ready(ec.kid, 'RS256')).toBeUndefined();
    expect(await set.find('ES256', 'unknown')).toEqual([]);
    expect(ready('unknown')).toBeUndefined();
    await expect(set.find('RS256', 'weak')).rejects.toThrow('cannot be used with RS256');
    expect(ready('weak', 'RS256')).toBeUndefined();
  });

  it('looks through all keys for tokens without a kid once for each algorithm', async () => {
    let looks = 0;
    const watched = Array.from({ length: 6 }, (_, index) => ({
      ...ec.publicJwk,
      kid: `ec-${index}`,
      get kty() {
        looks++;
        return 'EC';
      },
    }));
    const set = createKeySet(watched, 'here', engine);
    for (let time = 0; time < 3; time++) {
      await expect(set.find('ES256', undefined)).rejects.toThrow('6 ES256 keys and the token');
    }
    expect(looks).toBe(6);
  });

  it('tries to import a broken key once', async () => {
    let imports = 0;
    const failing: Engine = {
      ...engine,
      importKey() {
        imports++;
        throw new TypeError('too weak');
      },
    };
    const set = createKeySet([ec.publicJwk], 'here', failing);
    for (let time = 0; time < 3; time++) {
      await expect(set.find('ES256', ec.kid)).rejects.toThrow('used with ES256: too weak');
    }
    expect(imports).toBe(1);
  });
});

import { type Algorithm, createDefaultEngine } from '@drawbridge/core';
import { exportJWK, generateKeyPair } from 'jose';
import { describe, expect, it } from 'vitest';
import { chooseKeys } from './choose-keys.ts';
import type { ChooseKeysOptions } from './choose-signer.ts';

type Members = Readonly<Record<string, unknown>>;

const engine = createDefaultEngine();

async function makeKey(alg: string, kid: string): Promise<Members> {
  const { privateKey } = await generateKeyPair(alg, { extractable: true });
  return { ...(await exportJWK(privateKey)), use: 'sig', alg, kid };
}

const [rsa, twin, twin2, spare] = await Promise.all([
  makeKey('RS256', 'rsa'),
  makeKey('ES256', 'twin'),
  makeKey('ES256', 'twin'),
  makeKey('ES256', 'spare'),
]);

/** The trap of the original's sample: two EC keys under one kid. */
const SAMPLE = [rsa, twin, twin2];

async function choose(
  keys: readonly unknown[],
  keyIds: Readonly<Partial<Record<Algorithm, string>>>,
  options: Partial<ChooseKeysOptions> = {},
) {
  const ids = new Map(Object.entries(keyIds) as [Algorithm, string][]);
  const choice = await chooseKeys({ keys }, ids, {
    rekid: false,
    signWith: [],
    engine,
    ...options,
  });
  return {
    ...choice,
    brief: choice.keys.map(({ kid, alg, state }) => [kid, alg, state]),
    told: choice.notes.join('\n'),
    found: choice.faults.map(({ path, message }) => `${path} ${message}`),
  };
}

const renamed = await choose(SAMPLE, {}, { rekid: true });
const [, first = '', second = ''] = renamed.keys.map(({ thumbprint }) => thumbprint);

describe('chooseKeys', () => {
  it('has the mapped keys sign and the others stay published, without their private part', async () => {
    const { brief, keys, found } = await choose([spare, rsa, twin], {
      RS256: 'rsa',
      ES256: 'twin',
    });
    expect(brief).toEqual([
      ['rsa', 'RS256', 'active'],
      ['twin', 'ES256', 'active'],
      ['spare', 'ES256', 'retired'],
    ]);
    expect(keys.map(({ pkcs8 }) => pkcs8 !== undefined)).toEqual([true, true, false]);
    expect(found).toEqual([]);
  });

  it('runs with the one RSA key of the sample, and leaves the twins out, naming both', async () => {
    const { brief, told, found } = await choose(SAMPLE, { RS256: 'rsa' });
    expect(brief).toEqual([['rsa', 'RS256', 'active']]);
    expect(found).toEqual([]);
    expect(told).toContain(`the 2 keys of the kid "twin" (thumbprints ${first} and ${second})`);
    expect(told.split('\n')).toHaveLength(1);
  });

  it('refuses the mapping of the sample, naming both keys, and offers to rename them', async () => {
    const { found } = await choose(SAMPLE, { RS256: 'rsa', ES256: 'twin' });
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(`${first} and ${second}`);
    expect(found[0]).toMatch(
      /^signing_key_ids has ES256 = twin, .*--rekid.*--sign-with THUMBPRINT/,
    );
  });

  it('renames both on demand; the first in the file signs, or the one that is named', async () => {
    const ids = { RS256: 'rsa', ES256: 'twin' } as const;
    const { brief, told, keys } = await choose(SAMPLE, ids, { rekid: true });
    expect(brief).toEqual([
      ['rsa', 'RS256', 'active'],
      [first, 'ES256', 'active'],
      [second, 'ES256', 'retired'],
    ]);
    expect(keys.every(({ kid, publicJwk }) => publicJwk.kid === kid)).toBe(true);
    expect(told).toContain(`${first} signs with ES256 (--sign-with THUMBPRINT chooses another)`);
    const other = await choose(SAMPLE, ids, { rekid: true, signWith: [second] });
    expect(other.brief).toContainEqual([second, 'ES256', 'active']);
    expect(other.brief).toContainEqual([first, 'ES256', 'retired']);
  });

  it('tells when a thumbprint is that of no key', async () => {
    const { found } = await choose(SAMPLE, { RS256: 'rsa' }, { signWith: ['x'.repeat(43)] });
    expect(found).toEqual([expect.stringMatching(/^--sign-with names x{43}, which is .* no key/)]);
  });

  it('has keys of two kinds under one kid renamed too', async () => {
    const pair = [rsa, { ...twin, kid: 'rsa' }];
    const ids = { RS256: 'rsa', ES256: 'rsa' } as const;
    expect((await choose(pair, ids)).found).toHaveLength(2);
    const { brief, found } = await choose(pair, ids, { rekid: true });
    expect(found).toEqual([]);
    expect(brief.map(([kid, alg, state]) => [kid?.length, alg, state])).toEqual([
      [43, 'RS256', 'active'],
      [43, 'ES256', 'active'],
    ]);
  });

  it('does without use, alg and kid', async () => {
    const bare = ({ use: _use, alg: _alg, ...members }: Members) => members;
    const { kid: _kid, ...nameless } = bare(spare);
    const { brief, found } = await choose([bare(rsa), nameless], { PS256: 'rsa' });
    expect(brief).toEqual([
      ['rsa', 'PS256', 'active'],
      [expect.stringMatching(/^[\w-]{43}$/), 'ES256', 'retired'],
    ]);
    expect(found).toEqual([]);
  });

  it('takes a key that is there twice once', async () => {
    const { brief, told } = await choose([rsa, rsa], { RS256: 'rsa' });
    expect(brief).toEqual([['rsa', 'RS256', 'active']]);
    expect(told).toContain('the key "rsa" is there twice');
  });

  it.each<[string, unknown, RegExp]>([
    [
      'a symmetric key',
      { kty: 'oct', kid: 's', k: 'c2VjcmV0' },
      /"s" is not carried over; it is sym/,
    ],
    ['what is no key', 'text', /keys\[1\] is not carried over; it is not a JWK/],
    ['a key to encrypt', { ...spare, use: 'enc' }, /"spare" is not .*; its use is enc and not sig/],
    ['another curve', { ...spare, crv: 'secp256k1', alg: 'ES256K' }, /algorithm is not supported/],
    ['a broken key', { ...spare, y: undefined }, /"spare" is not carried over; it lacks a member/],
  ])('leaves %s out and says so', async (_, key, note) => {
    const plain: unknown = JSON.parse(JSON.stringify(key));
    const { brief, told, found } = await choose([rsa, plain], { RS256: 'rsa' });
    expect(brief).toEqual([['rsa', 'RS256', 'active']]);
    expect(told).toMatch(note);
    expect(told).not.toContain('c2VjcmV0');
    expect(found).toEqual([]);
  });

  it.each<[string, readonly unknown[], Partial<Record<Algorithm, string>>, string]>([
    ['a kid that no key has', [rsa], { RS256: 'x' }, 'has RS256 = x, but jwks_file has no key of'],
    [
      'another alg',
      [rsa],
      { RS512: 'rsa' },
      'RS512 = rsa, which cannot sign: its alg is RS256 and',
    ],
    ['a public key', [{ ...twin, d: undefined }], { ES256: 'twin' }, 'it has no private part'],
    [
      'a key for two algorithms',
      [{ ...rsa, alg: undefined }],
      { RS256: 'rsa', PS256: 'rsa' },
      'signs with one algorithm',
    ],
  ])('refuses %s', async (_, keys, ids, fault) => {
    const plain = JSON.parse(JSON.stringify(keys)) as unknown[];
    const { found } = await choose(plain, ids);
    expect(found).toEqual([expect.stringContaining(fault)]);
    expect(found[0]).toMatch(/^signing_key_ids /);
  });

  it('refuses RSA keys under 2048 bits', async () => {
    const { generateKeyPairSync } = await import('node:crypto');
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
    const { found } = await choose([{ ...privateKey.export({ format: 'jwk' }), kid: 'a' }], {
      RS256: 'a',
    });
    expect(found).toEqual([expect.stringContaining('needs 2048 bits or more, this one has 1024')]);
  });

  it.each([[undefined], [null], [[]], [{}], [{ keys: {} }], ['text']])(
    'refuses a file that holds %j',
    async (jwks) => {
      const { faults } = await chooseKeys(jwks, new Map(), { rekid: false, signWith: [], engine });
      expect(faults).toEqual([
        { path: 'jwks_file', message: expect.stringMatching(/not a JWK Set/) },
      ]);
    },
  );
});

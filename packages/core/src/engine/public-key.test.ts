import { testKey } from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import { encodeBase64Url } from '../encoding/base64url.ts';
import type { PublicJwk } from '../jwks/public-jwk.ts';
import { ALGORITHM_NAMES } from './algorithms.ts';
import { fitPublicKey } from './public-key.ts';

const [rsa, ec, p521, ed] = await Promise.all([
  testKey('RS256').then(({ publicJwk }) => publicJwk),
  testKey('ES256').then(({ publicJwk }) => publicJwk),
  testKey('ES512').then(({ publicJwk }) => publicJwk),
  testKey('EdDSA').then(({ publicJwk }) => publicJwk),
]);

/** The number with zeros put in front. */
const longer = (text: string | undefined, zeros = 1) =>
  encodeBase64Url(
    new Uint8Array([...new Uint8Array(zeros), ...Buffer.from(text ?? '', 'base64url')]),
  );

describe('fitPublicKey', () => {
  it.each(ALGORITHM_NAMES)(
    'takes a key for %s and passes on its type and numbers alone',
    async (alg) => {
      const { publicJwk } = await testKey(alg);
      const { kid: _, alg: __, use: ___, ...numbers } = publicJwk;
      const withMore = { ...publicJwk, d: 'c2VjcmV0', ext: true, x5u: 'https://attacker.test' };
      expect(fitPublicKey(alg, withMore)).toEqual({
        jwk: numbers,
        bits: publicJwk.kty === 'RSA' ? 2048 : 0,
      });
    },
  );

  it('spells numbers in one way, however many zeros stand before them', () => {
    const { jwk } = fitPublicKey('RS256', rsa);
    expect(fitPublicKey('RS256', { ...rsa, n: longer(rsa.n), e: longer(rsa.e, 3) }).jwk).toEqual(
      jwk,
    );
    expect(fitPublicKey('ES256', { ...ec, x: longer(ec.x), y: longer(ec.y, 9) }).jwk).toEqual(
      fitPublicKey('ES256', ec).jwk,
    );
    const short = fitPublicKey('ES512', { ...p521, x: 'AQ', y: 'AAI' }).jwk;
    const padded = (last: number) => encodeBase64Url(new Uint8Array(66).fill(last, 65));
    expect(short).toEqual({ kty: 'EC', crv: 'P-521', x: padded(1), y: padded(2) });
  });

  it.each<[string, Parameters<typeof fitPublicKey>[0], Partial<PublicJwk>, PublicJwk]>([
    ['no n', 'RS256', { n: '' }, rsa],
    ['padding in n', 'RS256', { n: `${rsa.n}=` }, rsa],
    ['plain base64 in n', 'RS256', { n: `+/${rsa.n?.slice(2)}` }, rsa],
    ['no e', 'RS256', { e: '' }, rsa],
    ['no x', 'ES256', { x: '' }, ec],
    ['padding in y', 'ES256', { y: `${ec.y}=` }, ec],
    ['a coordinate that is too long', 'ES256', { x: longer(ec.x).replace(/^A/, 'B') }, ec],
    ['a point of 31 bytes', 'EdDSA', { x: encodeBase64Url(new Uint8Array(31).fill(7)) }, ed],
    ['a point of 33 bytes', 'EdDSA', { x: longer(ed.x) }, ed],
  ])('refuses %s', (_, alg, change, jwk) => {
    expect(() => fitPublicKey(alg, { ...jwk, ...change })).toThrow(
      new RegExp(`^it is not well-formed: ${alg} needs an `),
    );
  });

  it.each([
    ['e = 0', { e: 'AA' }, 'the public exponent'],
    ['e = 1', { e: 'AQ' }, 'the public exponent'],
    ['e = 1 after zeros', { e: 'AAAB' }, 'the public exponent'],
    ['e = 2', { e: 'Ag' }, 'the public exponent'],
    ['an even e', { e: 'AQAC' }, 'the public exponent'],
    ['e = 2^32 + 1', { e: 'AQAAAAE' }, 'has 33 bits, at most 32'],
    ['an e as long as n', { e: `${rsa.n}` }, 'has 2048 bits, at most 32'],
    ['2047 bits', { n: encodeBase64Url(new Uint8Array(256).fill(0x7f)) }, 'this one has 2047'],
    [
      '2040 bits and zeros',
      { n: longer(encodeBase64Url(new Uint8Array(255).fill(0xff)), 9) },
      '2040',
    ],
  ])('refuses an RSA key of %s', (_, change, why) => {
    expect(() => fitPublicKey('RS256', { ...rsa, ...change })).toThrow(why);
  });

  it('takes an odd exponent from 3 up to 32 bits', () => {
    for (const e of ['Aw', 'EQ', 'AAM', 'AQAB', '_____w', 'AAD_____']) {
      expect(fitPublicKey('RS256', { ...rsa, e }).bits).toBe(2048);
    }
  });

  it.each([
    ['alg', { alg: 'PS256' }],
    ['use', { use: 'enc' }],
    ['key_ops', { key_ops: ['sign'] }],
  ])('refuses a key whose %s speaks against it', (_, change) => {
    expect(() => fitPublicKey('RS256', { ...rsa, ...change })).toThrow('speak against RS256');
  });

  it('RFC 9864: takes a key whose alg names the curve', () => {
    expect(fitPublicKey('EdDSA', { ...ed, alg: 'Ed25519' }).jwk).toEqual(
      fitPublicKey('EdDSA', ed).jwk,
    );
    expect(() => fitPublicKey('EdDSA', { ...ed, alg: 'Ed448' })).toThrow('speak against EdDSA');
  });
});

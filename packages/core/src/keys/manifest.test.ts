import * as fc from 'fast-check';
import { manifestOf, testKey } from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import { EMPTY_MANIFEST, type KeyEntry, parseManifest } from './manifest.ts';

const manifest = manifestOf([
  [await testKey('RS256'), 1000],
  [await testKey('ES256'), 2000],
  [await testKey('ES256', 'second'), 9000],
]);
const [first, second] = manifest.keys as [KeyEntry, KeyEntry];
const json = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('parseManifest', () => {
  it('reads back what was written', () => {
    expect(parseManifest(json(manifest))).toEqual(manifest);
    expect(parseManifest(json(EMPTY_MANIFEST))).toEqual(EMPTY_MANIFEST);
    const owned = { ...manifest, issuer: 'https://oidc.example.com' };
    expect(parseManifest(json(owned))).toEqual(owned);
  });

  it('keeps no member that it does not know, a private one least of all', () => {
    const entry = { ...first, note: 'x', publicJwk: { ...first.publicJwk, d: 'secret' } };
    const parsed = parseManifest({ version: 1, keys: [entry], note: 'x' });
    expect(parsed).toEqual({ version: 1, keys: [first] });
  });

  it.each([
    ['no object', [], 'it is not a JSON object'],
    ['no version', { keys: [] }, 'its version is not 1'],
    ['a later version', { version: 2, keys: [] }, 'a newer release of Drawbridge'],
    ['a version that is text', { version: '1', keys: [] }, 'its version is not 1'],
    ['an issuer without a name', { version: 1, keys: [], issuer: '' }, 'its issuer is not a name'],
    ['two issuers', { version: 1, keys: [], issuer: ['a', 'b'] }, 'its issuer is not a name'],
    ['no keys', { version: 1 }, 'it has no list of keys'],
    ['keys by name', { version: 1, keys: {} }, 'it has no list of keys'],
    ['a key that is text', { version: 1, keys: [first, 'key'] }, 'keys[1] is not an object'],
    ['two keys of one kid', { version: 1, keys: [first, first] }, 'two of its keys share a kid'],
  ])('refuses %s', (_, value, message) => {
    expect(() => parseManifest(value)).toThrow(TypeError);
    expect(() => parseManifest(value)).toThrow(message);
  });

  it.each([
    [{ alg: 'HS256' }, 'keys[1].alg is not a supported algorithm'],
    [{ alg: 'constructor' }, 'keys[1].alg is not a supported algorithm'],
    [{ alg: undefined }, 'keys[1].alg is not a supported algorithm'],
    [{ purpose: 'seal' }, 'keys[1].purpose is not "sign"'],
    [{ kid: '' }, 'keys[1].kid is not a name'],
    [{ kid: 7 }, 'keys[1].kid is not a name'],
    [{ publicJwk: null }, 'keys[1].publicJwk is not a public key for ES256'],
    [{ publicJwk: {} }, 'keys[1].publicJwk is not a public key for ES256'],
    [{ publicJwk: first.publicJwk }, 'keys[1].publicJwk is not a public key for ES256'],
    [{ alg: 'ES384' }, 'keys[1].publicJwk is not a public key for ES384'],
    [{ kid: 'another' }, 'keys[1].publicJwk.kid is not keys[1].kid'],
    [{ signsFrom: 1999 }, "the times of keys[1] are not in the order of a key's life"],
    [{ signsUntil: 5599 }, "the times of keys[1] are not in the order of a key's life"],
    [{ removeAfter: 2500 }, "the times of keys[1] are not in the order of a key's life"],
    [{ publishedAt: null }, 'keys[1].publishedAt is not a time'],
    [{ publishedAt: '1000' }, 'keys[1].publishedAt is not a time'],
    [{ signsFrom: 1.5 }, 'keys[1].signsFrom is not a time'],
    [{ signsUntil: undefined }, 'keys[1].signsUntil is not a time'],
    [{ removeAfter: 'never' }, 'keys[1].removeAfter is not a time'],
    [{ material: null }, 'keys[1].material.file is not a file name'],
    [{ material: 'a.pem' }, 'keys[1].material.file is not a file name'],
  ])('names what is wrong with %j', (changes, message) => {
    expect(() => parseManifest({ version: 1, keys: [first, { ...second, ...changes }] })).toThrow(
      new TypeError(message),
    );
  });

  it.each([
    '',
    '.',
    '..',
    '.hidden',
    '../key.pem',
    '/etc/key.pem',
    'a/b.pem',
    'a\\b.pem',
    'C:key.pem',
    'key.pem\n',
    'key.pem\0',
    'schlüssel.pem',
    '~',
    7,
  ])('does not follow the file name %j out of its folder', (file) => {
    expect(() => parseManifest({ version: 1, keys: [{ ...first, material: { file } }] })).toThrow(
      'keys[0].material.file is not a file name',
    );
  });

  it('throws nothing but a TypeError, whatever it is given', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.jsonValue(),
          fc.jsonValue().map((value) => ({ version: 1, keys: [value] })),
          fc
            .tuple(fc.constantFrom(...Object.keys(first)), fc.jsonValue())
            .map(([name, value]) => ({ version: 1, keys: [{ ...first, [name]: value }] })),
        ),
        (value) => {
          try {
            expect(parseManifest(value).version).toBe(1);
          } catch (error) {
            expect(error).toBeInstanceOf(TypeError);
          }
        },
      ),
    );
  });
});

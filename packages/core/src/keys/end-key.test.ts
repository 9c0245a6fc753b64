import { describe, expect, it } from 'vitest';
import { findKey, hasOtherSigner, retireKey, withdrawKey } from './end-key.ts';
import type { KeyEntry, KeyRingManifest } from './manifest.ts';
import { RETIRED_FOR } from './schedule.ts';

const NOW = 1_767_225_600;

const key = (kid: string, changes: Partial<KeyEntry> = {}): KeyEntry => ({
  kid,
  purpose: 'sign',
  alg: 'RS256',
  material: { file: `${kid}.pem` },
  publicJwk: { kty: 'RSA' },
  publishedAt: NOW - 100,
  signsFrom: NOW - 100,
  signsUntil: null,
  removeAfter: null,
  ...changes,
});
const ring = (...keys: readonly KeyEntry[]): KeyRingManifest => ({ version: 1, keys });

describe('a kid that the ring has not', () => {
  it.each([
    ['findKey', () => findKey(ring(key('a')), 'b')],
    ['hasOtherSigner', () => hasOtherSigner(ring(key('a')), 'b', NOW)],
    ['retireKey', () => retireKey(ring(key('a')), 'b', NOW)],
    ['withdrawKey', () => withdrawKey(ring(key('a')), 'b')],
  ])('is a fault to %s', (_, act) => {
    expect(act).toThrow(new TypeError('the ring has no key with the kid b'));
  });
});

describe('hasOtherSigner', () => {
  it.each([
    ['is alone', [], false],
    ['is beside one of another algorithm', [key('b', { alg: 'ES256' })], false],
    ['is beside one that does not sign yet', [key('b', { signsFrom: NOW + 1 })], false],
    [
      'is beside one that signs no more',
      [key('b', { signsUntil: NOW, removeAfter: NOW + 9 })],
      false,
    ],
    ['is beside one that signs with the same algorithm', [key('b')], true],
  ])('of a key that %s', (_, others, expected) => {
    expect(hasOtherSigner(ring(key('a'), ...others), 'a', NOW)).toBe(expected);
  });
});

describe('retireKey', () => {
  it('ends a key now, keeps it published for a while, and leaves the others as they are', () => {
    const [a, b] = [key('a'), key('b')];
    const before = ring(a, b);
    expect(retireKey(before, 'a', NOW)).toEqual(
      ring({ ...a, signsUntil: NOW, removeAfter: NOW + RETIRED_FOR }, b),
    );
    expect(before).toEqual(ring(key('a'), key('b')));
  });

  it('keeps it published for as long as it is told', () => {
    const { keys } = retireKey(ring(key('a')), 'a', NOW, { retiredFor: 7 });
    expect(keys[0]).toMatchObject({ signsUntil: NOW, removeAfter: NOW + 7 });
  });

  it('does not give a key that has ended a longer life', () => {
    const ended = ring(key('a', { signsUntil: NOW, removeAfter: NOW + 9 }));
    expect(retireKey(ended, 'a', NOW)).toBe(ended);
    expect(retireKey(ended, 'a', NOW + 5)).toBe(ended);
  });

  it('ends now what was to end later', () => {
    const planned = ring(key('a', { signsUntil: NOW + 50, removeAfter: NOW + 60 }));
    expect(retireKey(planned, 'a', NOW, { retiredFor: 7 }).keys[0]).toMatchObject({
      signsUntil: NOW,
      removeAfter: NOW + 7,
    });
  });
});

describe('withdrawKey', () => {
  it('takes a key out at once, and remembers its file after those before it', () => {
    const before = { ...ring(key('a'), key('b')), withdrawn: ['old.pem'] };
    expect(withdrawKey(before, 'a')).toEqual({
      ...ring(key('b')),
      withdrawn: ['old.pem', 'a.pem'],
    });
  });

  it('remembers the newest thousand', () => {
    const withdrawn = Array.from({ length: 1000 }, (_, index) => `${index}.pem`);
    const after = withdrawKey({ ...ring(key('a')), withdrawn }, 'a').withdrawn ?? [];
    expect(after).toHaveLength(1000);
    expect([after.at(0), after.at(-1)]).toEqual(['1.pem', 'a.pem']);
  });
});

import { describe, expect, it } from 'vitest';
import { type JoiningKey, joinKeys } from './join-keys.ts';
import { EMPTY_MANIFEST } from './manifest.ts';
import { PUBLISH_DELAY, RETIRED_FOR } from './schedule.ts';

const NOW = 1_767_225_600;

const joining = (
  kid: string,
  state: JoiningKey['state'],
  changes: Partial<JoiningKey> = {},
): JoiningKey => ({
  kid,
  purpose: 'sign',
  alg: 'RS256',
  material: { file: `${kid}.pem` },
  publicJwk: { kty: 'RSA' },
  state,
  ...changes,
});
const ring = joinKeys(EMPTY_MANIFEST, [joining('a', 'active')], NOW - 100);

describe('what is refused', () => {
  it.each([
    [
      'two keys that would sign with one algorithm',
      [joining('b', 'next'), joining('c', 'active')],
      'two of the keys would sign with RS256: take one at a time',
    ],
    [
      'a known key under another kid',
      [joining('b', 'next', { material: { file: 'a.pem' } })],
      'the key b is in the ring already, as a (RS256)',
    ],
    [
      'a known key with another algorithm',
      [joining('a', 'next', { alg: 'PS256' })],
      'the key a is in the ring already, as a (RS256)',
    ],
    [
      'another key with a kid of the ring',
      [joining('a', 'next', { material: { file: 'b.pem' } })],
      'the ring has a key with the kid a already',
    ],
    [
      'another key with a kid of the ring that only retires',
      [joining('a', 'retired', { material: { file: 'b.pem' } })],
      'the ring has a key with the kid a already',
    ],
  ])('%s', (_, keys, message) => {
    expect(() => joinKeys(ring, keys, NOW)).toThrow(new TypeError(message));
  });

  it.each(['next', 'active', 'retired'] as const)(
    'a key that was withdrawn, even as %s',
    (state) => {
      const withdrawn = { ...ring, withdrawn: ['b.pem'] };
      expect(() => joinKeys(withdrawn, [joining('b', state)], NOW)).toThrow(
        new TypeError('the key b was withdrawn as compromised'),
      );
    },
  );
});

describe('a key that joins', () => {
  it('stays as it is where it is known', () => {
    expect(joinKeys(ring, [joining('a', 'next')], NOW)).toEqual(ring);
  });

  it('as next is published first, and takes over when caches can have seen it', () => {
    const { keys } = joinKeys(ring, [joining('b', 'next')], NOW);
    const handover = NOW + PUBLISH_DELAY;
    expect(keys).toMatchObject([
      { kid: 'a', signsUntil: handover, removeAfter: handover + RETIRED_FOR },
      { kid: 'b', publishedAt: NOW, signsFrom: handover, signsUntil: null, removeAfter: null },
    ]);
    expect(keys[1]).not.toHaveProperty('state');
  });

  it('as active signs at once', () => {
    expect(joinKeys(ring, [joining('b', 'active')], NOW).keys).toMatchObject([
      { kid: 'a', signsUntil: NOW },
      { kid: 'b', signsFrom: NOW, signsUntil: null },
    ]);
  });

  it('as retired comes before the one that signs, and is published as long as it is told', () => {
    const { keys } = joinKeys(ring, [joining('b', 'retired')], NOW, { retiredFor: 7 });
    expect(keys).toMatchObject([
      { kid: 'b', publishedAt: NOW, signsFrom: NOW, signsUntil: NOW, removeAfter: NOW + 7 },
      ring.keys[0],
    ]);
  });

  it('with others begins a ring in which none waits for another', () => {
    const both = [joining('b', 'next'), joining('c', 'next', { alg: 'ES256' })];
    expect(joinKeys(EMPTY_MANIFEST, both, NOW).keys).toMatchObject([
      { kid: 'b', signsFrom: NOW },
      { kid: 'c', signsFrom: NOW },
    ]);
  });
});

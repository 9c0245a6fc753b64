import { createTestClock } from '@drawbridge/testing';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Algorithm } from '../engine/algorithms.ts';
import { retireKey, withdrawKey } from './end-key.ts';
import { dueRotations, keysByAlgorithm, repairFuture } from './find-rotation.ts';
import { joinKeys } from './join-keys.ts';
import { createKeyRing } from './key-ring.ts';
import { EMPTY_MANIFEST, type KeyRingManifest, parseManifest } from './manifest.ts';
import { confirmKeys, holdUnread, noteServed, releaseHeld } from './read-back.ts';
import { viewRing } from './ring-view.ts';
import { appendKey, keyState, type NewKey, PUBLISH_DELAY, RETIRED_FOR } from './schedule.ts';

const NOW = 1_767_225_600;
const DAY = 86_400;
const maxAge = 300;

const named = (kid: string, alg: Algorithm = 'RS256'): NewKey => ({
  kid,
  purpose: 'sign',
  alg,
  material: { file: `${kid}.pem` },
  publicJwk: alg === 'RS256' ? { kty: 'RSA', kid } : { kty: 'EC', crv: 'P-256', kid },
});
const held = holdUnread(EMPTY_MANIFEST, NOW);
const add = (ring: KeyRingManifest, kid: string, now: number, alg?: Algorithm) =>
  appendKey(ring, named(kid, alg), now);
const see = (ring: KeyRingManifest, kids: readonly string[], now: number, schedule = {}) =>
  confirmKeys(ring, kids, { readBackAt: now, maxAge }, now, schedule);
const signers = (ring: KeyRingManifest, now: number) =>
  Object.fromEntries(
    [...viewRing(ring, now, () => false).signers].map(([alg, { kid }]) => [alg, kid]),
  );
const reread = (ring: KeyRingManifest) => parseManifest(JSON.parse(JSON.stringify(ring)));
/** A ring whose first key signs since `NOW`. */
const begun = see(add(held, 'a', NOW), ['a'], NOW);

describe('a key of a ring that is published elsewhere', () => {
  it('does not sign before it was read back, though it is the first, and says so', () => {
    const ring = createKeyRing(add(held, 'a', NOW), new Map(), createTestClock(NOW + 99 * DAY));
    for (const alg of [undefined, 'RS256'] as const) {
      expect(() => ring.signingKey(alg)).toThrow(
        expect.objectContaining({ code: 'key_unpublished', hint: expect.any(String) }),
      );
    }
    expect(ring.publicKeys()).toEqual([named('a').publicJwk]);
    expect(ring.changesAt()).toBe(Infinity);
  });

  it('does not end the one before it, however long it waits', () => {
    const waiting = add(begun, 'b', NOW + DAY);
    expect(waiting.keys[0]).toBe(begun.keys[0]);
    expect(keyState(waiting.keys[1] ?? fail(), NOW + 99 * DAY)).toBe('next');
    expect(signers(waiting, NOW + 99 * DAY)).toEqual({ RS256: 'a' });
  });

  it('signs at once when it is the first, and is seen', () => {
    expect(begun.keys).toMatchObject([{ readBackAt: NOW, signsFrom: NOW, signsUntil: null }]);
    const both = add(add(held, 'a', NOW), 'e', NOW + 5, 'ES256');
    expect(signers(see(both, ['a', 'e'], NOW + 9), NOW + 9)).toEqual({ RS256: 'a', ES256: 'e' });
  });

  it.each([
    ['the publish delay is over', NOW + DAY + 10, NOW + DAY + PUBLISH_DELAY],
    ['every cache may have seen it', NOW + 2 * DAY, NOW + 2 * DAY + maxAge],
  ])('as a later one signs when %s, and only then ends the one before', (_, at, from) => {
    const { keys } = see(add(begun, 'b', NOW + DAY), ['a', 'b'], at);
    expect(keys).toMatchObject([
      { kid: 'a', signsUntil: from, removeAfter: from + RETIRED_FOR },
      { kid: 'b', readBackAt: at, signsFrom: from, signsUntil: null, removeAfter: null },
    ]);
  });

  it('waits also where it begins a further algorithm', () => {
    const ring = see(add(begun, 'e', NOW, 'ES256'), ['e'], NOW + 1);
    expect(ring.keys[1]?.signsFrom).toBe(NOW + PUBLISH_DELAY);
    expect(ring.keys[0]).toBe(begun.keys[0]);
  });

  it('is confirmed by who sees it, also where it had its time when the ring was marked', () => {
    const marked: KeyRingManifest = { ...add(EMPTY_MANIFEST, 'a', NOW), readBack: true };
    expect(signers(marked, NOW + DAY)).toEqual({});
    const seen = see(marked, ['a'], NOW + DAY);
    expect(seen.keys).toMatchObject([{ readBackAt: NOW + DAY, signsFrom: NOW + DAY }]);
    expect(signers(seen, NOW + DAY)).toEqual({ RS256: 'a' });
    const later = { ...add({ version: 1, keys: begun.keys }, 'b', NOW), readBack: true } as const;
    expect(signers(later, NOW + PUBLISH_DELAY)).toEqual({});
    expect(signers(see(later, ['b'], NOW + 5), NOW + PUBLISH_DELAY)).toEqual({ RS256: 'b' });
  });

  it('passes over one that waited longer, and was not seen', () => {
    const ring = see(add(add(begun, 'b', NOW), 'c', NOW), ['c'], NOW + DAY);
    expect(signers(ring, NOW + 2 * DAY)).toEqual({ RS256: 'c' });
    expect(see(ring, ['b'], NOW + DAY)).toBe(ring);
    expect(reread(ring)).toEqual(ring);
  });

  it('is due for a successor once, however long that one waits', () => {
    const at = NOW + 20 * DAY;
    expect(dueRotations(begun, 10 * DAY, at)).toEqual(['RS256']);
    expect(dueRotations(add(begun, 'b', at), 10 * DAY, at + 99 * DAY)).toEqual([]);
    expect(keysByAlgorithm(add(begun, 'b', at), at)).toMatchObject([
      { active: { kid: 'a' }, next: { kid: 'b', signsFrom: null } },
    ]);
  });
});

describe('another key set that was public before', () => {
  const DAYS = 2 * DAY;

  it.each([
    ['of what was there, where that is longer', 900, 900],
    ['of the new answer, where that is longer', 60, maxAge],
  ])('has the first key wait for the max-age %s', (_, before, waited) => {
    const noted = noteServed(add(add(held, 'a', NOW), 'e', NOW, 'ES256'), before);
    expect(reread(noted)).toEqual(noted);
    const ring = see(noted, ['a', 'e'], NOW + 5);
    expect(ring.keys.map(({ signsFrom }) => signsFrom)).toEqual([
      NOW + 5 + waited,
      NOW + 5 + waited,
    ]);
    expect(ring).not.toHaveProperty('servedMaxAge');
    expect(signers(ring, NOW + 4 + waited)).toEqual({});
    const clock = createTestClock(NOW + 5);
    expect(() => createKeyRing(ring, new Map(), clock).signingKey()).toThrow(
      expect.objectContaining({
        code: 'key_unpublished',
        message: expect.stringContaining(`signs in ${waited} seconds`) as string,
      }),
    );
    expect(signers(ring, NOW + 5 + waited)).toEqual({ RS256: 'a', ES256: 'e' });
    // A clock that is set back for long must not leave it without one.
    expect(signers(ring, NOW - DAY)).toEqual({ RS256: 'a', ES256: 'e' });
  });

  it('leaves nobody waiting where the key before it was withdrawn', () => {
    const ring = see(add(begun, 'b', NOW), ['b'], NOW + 1);
    expect(signers(withdrawKey(ring, 'a'), NOW + 2)).toEqual({ RS256: 'b' });
  });

  it('has a successor wait too, and the key before it signs until then', () => {
    const ring = see(noteServed(add(begun, 'b', NOW), DAYS), ['a', 'b'], NOW + DAY);
    expect(ring.keys).toMatchObject([{ signsUntil: NOW + DAY + DAYS }, {}]);
    expect(signers(ring, NOW + DAY + DAYS)).toEqual({ RS256: 'b' });
  });

  it('keeps no key waiting that is known, or needed at once', () => {
    const imported = joinKeys(held, [{ ...named('a'), state: 'active' }], NOW);
    const known = see(noteServed(imported, DAYS), ['a'], NOW);
    expect(signers(known, NOW)).toEqual({ RS256: 'a' });
    const urgent = appendKey(begun, named('b'), NOW + 1, { signsFrom: NOW + 1 });
    expect(signers(see(noteServed(urgent, DAYS), ['b'], NOW + 2), NOW + 2)).toEqual({ RS256: 'b' });
  });

  it('is noted while a key waits, the longest of all, until none does', () => {
    expect(noteServed(begun, DAYS)).toBe(begun);
    expect(noteServed(EMPTY_MANIFEST, DAYS)).toBe(EMPTY_MANIFEST);
    const both = noteServed(add(add(begun, 'b', NOW), 'e', NOW, 'ES256'), DAYS);
    expect(noteServed(both, 60)).toBe(both);
    expect(see(both, ['b'], NOW)).toHaveProperty('servedMaxAge', DAYS);
    expect(see(both, ['b', 'e'], NOW)).not.toHaveProperty('servedMaxAge');
    expect(releaseHeld(both, NOW)).not.toHaveProperty('servedMaxAge');
    for (const servedMaxAge of ['1', -1, 1.5]) {
      expect(() => parseManifest({ ...both, servedMaxAge })).toThrow(
        /servedMaxAge is not a number/,
      );
    }
  });
});

describe('a time that was asked for', () => {
  it('in an emergency is the moment of reading back, and passes over who waited', () => {
    const ring = appendKey(add(begun, 'b', NOW), named('c'), NOW + 60, { signsFrom: NOW + 60 });
    expect(signers(ring, NOW + 60)).toEqual({ RS256: 'a' });
    const seen = see(ring, ['a', 'b', 'c'], NOW + 70);
    expect(signers(seen, NOW + 69)).toEqual({ RS256: 'a' });
    expect(signers(seen, NOW + 70)).toEqual({ RS256: 'c' });
    expect(signers(seen, NOW + DAY)).toEqual({ RS256: 'c' });
    expect(reread(seen)).toEqual(seen);
  });

  it('is kept, where reading back comes before it', () => {
    const ring = appendKey(begun, named('b'), NOW, { signsFrom: NOW + 2 * DAY });
    expect(see(ring, ['b'], NOW + 5).keys[1]?.signsFrom).toBe(NOW + 2 * DAY);
    expect(see(ring, ['b'], NOW + 3 * DAY).keys[1]?.signsFrom).toBe(NOW + 3 * DAY + maxAge);
  });

  it('of an imported key that relying parties know is the moment of reading back', () => {
    const ring = joinKeys(begun, [{ ...named('b'), state: 'active' }], NOW + 9);
    expect(signers(ring, NOW + 9)).toEqual({ RS256: 'a' });
    expect(signers(see(ring, ['b'], NOW + 20), NOW + 20)).toEqual({ RS256: 'b' });
  });
});

describe('a key that waits and is ended', () => {
  it.each([
    ['retired', (ring: KeyRingManifest) => retireKey(ring, 'b', NOW + 9)],
    ['withdrawn', (ring: KeyRingManifest) => withdrawKey(ring, 'b')],
  ])('as %s never signs, and the one before it goes on', (_, end) => {
    const ended = end(add(begun, 'b', NOW));
    expect(reread(ended)).toEqual(ended);
    expect(see(ended, ['b'], NOW + 20)).toBe(ended);
    expect(signers(ended, NOW + 99 * DAY)).toEqual({ RS256: 'a' });
  });
});

describe('a ring that signed before', () => {
  const before = add(add(EMPTY_MANIFEST, 'a', NOW), 'b', NOW + DAY);
  const during = holdUnread(before, NOW + DAY + 5);

  it('waits when its documents move, and goes on as soon as they are seen', () => {
    expect(signers(during, NOW + 9 * DAY)).toEqual({});
    const seen = see(during, ['a', 'b'], NOW + DAY + 10);
    expect(signers(seen, NOW + DAY + 10)).toEqual({ RS256: 'a' });
    expect(signers(seen, NOW + DAY + PUBLISH_DELAY)).toEqual({ RS256: 'b' });
    expect(holdUnread(seen, NOW + 2 * DAY)).toBe(seen);
  });

  it('signs on when they come back, and believes nothing that was seen then', () => {
    const back = releaseHeld(add(begun, 'b', NOW), NOW + DAY);
    expect(back).not.toHaveProperty('readBack');
    expect(signers(back, NOW + DAY)).toEqual({ RS256: 'a' });
    expect(signers(back, NOW + DAY + PUBLISH_DELAY)).toEqual({ RS256: 'b' });
    expect(JSON.stringify(back)).not.toMatch(/readBack|notBefore/);
    expect(releaseHeld(back, NOW)).toBe(back);
    expect(signers(holdUnread(back, NOW + DAY), NOW + DAY)).toEqual({});
  });

  it('signs at once where nothing had been read back', () => {
    const back = releaseHeld(during, NOW + 2 * DAY);
    expect(signers(back, NOW + 2 * DAY)).toEqual({ RS256: 'a' });
    expect(signers(back, NOW + 3 * DAY)).toEqual({ RS256: 'b' });
  });
});

describe('a clock that was ahead', () => {
  it.each([
    ['when the key was made', NOW + 900 * DAY, NOW + 900 * DAY],
    ['when it was read back', NOW, NOW + 900 * DAY],
  ])('%s leaves it waiting anew, and the one before it signing', (_, made, seen) => {
    const ring = see(add(begun, 'b', made), ['b'], seen);
    const repaired = repairFuture(ring, NOW + DAY);
    expect(repaired.keys[0]).toEqual(begun.keys[0]);
    expect(repaired.keys[1]).toMatchObject({ signsFrom: null, signsUntil: null });
    expect(repairFuture(repaired, NOW + DAY)).toBe(repaired);
    const again = see(repaired, ['b'], NOW + DAY);
    expect(again.keys[1]?.signsFrom).toBeLessThanOrEqual(NOW + DAY + PUBLISH_DELAY);
  });
});

describe('parseManifest of a ring that is published elsewhere', () => {
  const [entry] = add(held, 'a', NOW).keys;

  it.each([
    [false, {}, 'keys[0].signsFrom is not a time'],
    [
      true,
      { signsUntil: NOW },
      'keys[0].signsUntil is not null, and the key waits to be read back',
    ],
    [
      true,
      { removeAfter: NOW },
      'keys[0].removeAfter is not null, and the key waits to be read back',
    ],
    [true, { notBefore: 'soon' }, 'keys[0].notBefore is not a time'],
    [true, { signsFrom: NOW, readBackAt: null }, 'keys[0].readBackAt is not a time'],
  ])('refuses what cannot be (%s, %j)', (readBack, changes, message) => {
    const value = { version: 1, keys: [{ ...entry, ...changes }], ...(readBack && { readBack }) };
    expect(() => parseManifest(value)).toThrow(new TypeError(message));
  });
});

const step = fc.oneof(
  fc.record({
    kind: fc.constantFrom('add', 'emergency'),
    alg: fc.constantFrom<Algorithm>('RS256', 'ES256'),
  }),
  fc.record({ kind: fc.constant('publish'), fails: fc.boolean(), only: fc.nat(3) }),
  fc.record({ kind: fc.constant('pass'), seconds: fc.oneof(fc.nat(600), fc.nat(2 * DAY)) }),
  fc.constant({ kind: 'look' }),
);

describe('whatever is published, or fails to be', () => {
  it('no key signs that was not read back, and there always is a signer once there was one (property)', () => {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 30 }),
        fc.integer({ min: 0, max: 2 }),
        (steps, old) => {
          let now = NOW;
          let made = 0;
          let ring: KeyRingManifest = EMPTY_MANIFEST;
          for (; made < old; made++) ring = add(ring, `k${made}`, now);
          ring = holdUnread(ring, now);
          const signed = new Set<string>();
          for (const action of steps) {
            if ('alg' in action) {
              const options = action.kind === 'emergency' ? { signsFrom: now } : {};
              ring = appendKey(ring, named(`k${made++}`, action.alg), now, options);
            } else if ('fails' in action && !action.fails) {
              // A site of before: the newest keys are not in it yet.
              const kids = ring.keys.map(({ kid }) => kid);
              ring = see(ring, kids.slice(0, kids.length - action.only), now);
            } else if ('seconds' in action) {
              now += action.seconds;
            }
            expect(reread(ring)).toEqual(ring);
            for (const at of [now, now + maxAge, now + PUBLISH_DELAY, now + 9 * DAY]) {
              const view = viewRing(ring, at, () => false);
              for (const alg of signed) expect([...view.signers.keys()]).toContain(alg);
              for (const { kid, readBackAt } of view.signers.values()) {
                expect(readBackAt).toBeLessThanOrEqual(at);
                expect(view.publicKeys.map((key) => key.kid)).toContain(kid);
              }
              if (at === now) for (const alg of view.signers.keys()) signed.add(alg);
            }
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});

function fail(): never {
  throw new RangeError('the ring has no such key');
}

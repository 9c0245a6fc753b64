import { createTestClock, newKey, testKey, type TestKey } from '@drawbridge/testing';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dueRotations, repairFuture } from './find-rotation.ts';
import { createKeyRing, type KeyRing } from './key-ring.ts';
import { EMPTY_MANIFEST, type KeyRingManifest } from './manifest.ts';
import { appendKey, PUBLISH_DELAY } from './schedule.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;

const base = await testKey('ES256');
const keyNamed = (kid: string): TestKey => ({
  ...base,
  kid,
  publicJwk: { ...base.publicJwk, kid },
});

/** A process that rotates every ten days, and a wall clock that somebody sets. */
function startProcess() {
  const clock = createTestClock();
  const seen = new Map<string, number>();
  const signers = new Map<string, () => Uint8Array>();
  let made = 0;
  let manifest: KeyRingManifest = EMPTY_MANIFEST;
  let ring: KeyRing;

  function load(next: KeyRingManifest): void {
    for (const { kid } of next.keys) {
      if (!signers.has(kid) && manifest.keys.length > 0) seen.set(kid, clock.monotonic());
      signers.set(kid, () => new Uint8Array());
    }
    manifest = next;
    ring = createKeyRing(manifest, signers, clock, { seen });
  }

  const append = () =>
    appendKey(
      repairFuture(manifest, clock.seconds()),
      newKey(keyNamed(`k${made++}`)),
      clock.seconds(),
    );
  load(append());

  return {
    clock,
    ring: () => ring,
    manifest: () => manifest,
    /** Since when, in true seconds, relying parties can have seen a key. */
    seenFor: (kid: string) =>
      seen.has(kid) ? (clock.monotonic() - (seen.get(kid) as number)) / 1000 : Infinity,
    rotateIfDue() {
      const repaired = repairFuture(manifest, clock.seconds());
      if (dueRotations(repaired, 10 * DAY, clock.seconds()).length > 0) load(append());
      else if (repaired !== manifest) load(repaired);
    },
  };
}

const step = fc.oneof(
  fc.record({ kind: fc.constant('advance' as const), by: fc.nat(3 * DAY) }),
  fc.record({ kind: fc.constant('advance' as const), by: fc.constantFrom(60, HOUR, 10 * DAY) }),
  fc.record({
    kind: fc.constant('step' as const),
    by: fc.integer({ min: -2 * YEAR, max: 2 * YEAR }),
  }),
  fc.record({
    kind: fc.constant('step' as const),
    by: fc.constantFrom(-YEAR, -DAY, -HOUR, -1, 1, HOUR, DAY, YEAR),
  }),
);

describe('a key ring under a clock that is set back and forward', () => {
  it('always signs, with a key that was seen for long enough, and that is published (property)', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const process = startProcess();
        for (const { kind, by } of steps) {
          process.clock[kind](by);
          for (let look = 0; look < 2; look++) {
            const { kid } = process.ring().signingKey('ES256');
            const published = process
              .ring()
              .publicKeys()
              .map((key) => key.kid);
            expect(published).toContain(kid);
            expect(process.seenFor(kid)).toBeGreaterThanOrEqual(PUBLISH_DELAY);
            process.rotateIfDue();
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('does not let a clock that is years back leave the ring without a key', () => {
    const { clock, ring } = startProcess();
    clock.step(-20 * YEAR);
    expect(ring().signingKey().kid).toBe('k0');
    expect(ring().publicKeys()).toHaveLength(1);
  });

  it('does not let a clock that is set forward bring forth a key that nobody has seen', () => {
    const { clock, ring, rotateIfDue } = startProcess();
    clock.advance(10 * DAY);
    rotateIfDue();
    clock.step(2 * HOUR);
    expect(ring().signingKey().kid).toBe('k0');
    clock.step(3 * YEAR);
    expect(ring().signingKey().kid).toBe('k0');
    expect(
      ring()
        .publicKeys()
        .map(({ kid }) => kid),
    ).toContain('k0');
    clock.advance(PUBLISH_DELAY);
    expect(ring().signingKey().kid).toBe('k1');
  });

  it('rotates again once a clock that was years ahead is right', () => {
    const { clock, manifest, rotateIfDue } = startProcess();
    clock.step(3 * YEAR);
    rotateIfDue();
    clock.step(-3 * YEAR);
    rotateIfDue();
    const [first, second] = manifest().keys;
    expect(second?.signsFrom).toBe(clock.seconds() + PUBLISH_DELAY);
    expect(first?.signsUntil).toBe(second?.signsFrom);
  });
});

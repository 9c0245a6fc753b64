import * as fc from 'fast-check';
import { newKey, testKey } from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import type { Algorithm } from '../engine/algorithms.ts';
import { EMPTY_MANIFEST, type KeyEntry, type KeyRingManifest, parseManifest } from './manifest.ts';
import { appendKey, DOCUMENT_MAX_AGE, keyState, PUBLISH_DELAY, RETIRED_FOR } from './schedule.ts';

const START = 1_767_225_600;

interface Joining {
  readonly alg: Algorithm;
  /** Seconds since the key before. */
  readonly after: number;
}

/** A ring after these keys have joined; the kids are their numbers. */
function ringOf(joining: readonly Joining[]): KeyRingManifest {
  let now = START;
  return joining.reduce((manifest, { alg, after }, index) => {
    now += after;
    const kid = `${index}`;
    const key = {
      kid,
      alg,
      purpose: 'sign',
      material: { file: kid },
      publicJwk: { kty: 'x' },
    } as const;
    return appendKey(manifest, key, now);
  }, EMPTY_MANIFEST);
}

const joinings = fc.array(
  fc.record({
    alg: fc.constantFrom<Algorithm>('RS256', 'ES256', 'EdDSA'),
    after: fc.oneof(
      fc.nat(10),
      fc.nat(2 * PUBLISH_DELAY),
      fc.nat(3 * RETIRED_FOR),
      fc.constantFrom(0, PUBLISH_DELAY - 1, PUBLISH_DELAY, PUBLISH_DELAY + 1, RETIRED_FOR),
    ),
  }),
  { minLength: 1, maxLength: 12 },
);

/** Every moment at which something changes in a ring, and those beside it. */
function moments({ keys }: KeyRingManifest): readonly number[] {
  const changes = keys.flatMap(({ publishedAt, signsFrom, signsUntil, removeAfter }) => [
    publishedAt,
    signsFrom ?? publishedAt,
    signsUntil ?? publishedAt,
    removeAfter ?? publishedAt,
  ]);
  return [...new Set(changes.flatMap((at) => [at - 1, at, at + 1]))];
}

function first({ keys }: KeyRingManifest): KeyEntry {
  const entry = keys.at(0);
  if (entry === undefined) throw new RangeError('the ring is empty');
  return entry;
}

const visible = (entry: KeyEntry, at: number) =>
  at >= entry.publishedAt && keyState(entry, at) !== 'removed';
const signs = (entry: KeyEntry, at: number) => keyState(entry, at) === 'active';

/** Checks something of every ring, at every moment of it. */
function always(check: (ring: KeyRingManifest, at: number) => void): void {
  fc.assert(
    fc.property(joinings, (joining) => {
      const ring = ringOf(joining);
      for (const at of moments(ring)) check(ring, at);
    }),
    { numRuns: 60 },
  );
}

describe('a key ring, whenever its keys joined', () => {
  it('has exactly one active key of an algorithm, once its first one signs', () => {
    always(({ keys }, at) => {
      for (const alg of new Set(keys.map((entry) => entry.alg))) {
        const ofAlg = keys.filter((entry) => entry.alg === alg);
        const begun = at >= Math.min(...ofAlg.map((entry) => entry.signsFrom ?? Infinity));
        const active = ofAlg.filter((entry) => signs(entry, at));
        expect(active).toHaveLength(begun ? 1 : 0);
      }
    });
  });

  it('shows a key whenever it signs, and long before, unless it is the first', () => {
    always(({ keys }, at) => {
      for (const [index, entry] of keys.entries()) {
        if (!signs(entry, at)) continue;
        expect(visible(entry, at)).toBe(true);
        if (index > 0) expect(at - entry.publishedAt).toBeGreaterThanOrEqual(PUBLISH_DELAY);
      }
    });
  });

  it('shows a key for as long as a token signed by it may be about', () => {
    always(({ keys }, at) => {
      for (const entry of keys.filter((candidate) => signs(candidate, at))) {
        expect(visible(entry, at + RETIRED_FOR - 1)).toBe(true);
      }
    });
  });

  it('lets a key sign without a break: never again once it stopped', () => {
    always(({ keys }, at) => {
      const order = ['next', 'active', 'retired', 'removed'];
      for (const entry of keys) {
        const [before, after] = [keyState(entry, at), keyState(entry, at + 1)];
        expect(order.indexOf(after)).toBeGreaterThanOrEqual(order.indexOf(before));
      }
    });
  });

  it('always has a key to sign with, from its first moment on', () => {
    always((ring, at) => {
      if (at < first(ring).publishedAt) return;
      expect(ring.keys.some((entry) => signs(entry, at))).toBe(true);
    });
  });
});

describe('appendKey', () => {
  it('lets the first key sign at once', () => {
    expect(ringOf([{ alg: 'RS256', after: 0 }]).keys).toEqual([
      expect.objectContaining({
        kid: '0',
        publishedAt: START,
        signsFrom: START,
        signsUntil: null,
        removeAfter: null,
      }),
    ]);
  });

  it('hands over from a key to the next of its algorithm, and touches no other', () => {
    const ring = ringOf([
      { alg: 'RS256', after: 0 },
      { alg: 'ES256', after: 10 },
    ]);
    const key = { ...first(ring), kid: 'new' };
    const at = START + 100;
    const [rsa, ec, next] = appendKey(ring, key, at).keys as [KeyEntry, KeyEntry, KeyEntry];
    expect(rsa.signsUntil).toBe(at + PUBLISH_DELAY);
    expect(rsa.removeAfter).toBe(at + PUBLISH_DELAY + RETIRED_FOR);
    expect(ec).toBe(ring.keys[1]);
    expect(next).toMatchObject({
      publishedAt: at,
      signsFrom: at + PUBLISH_DELAY,
      signsUntil: null,
    });
  });

  it('leaves the manifest that it was given as it was', () => {
    const ring = ringOf([{ alg: 'RS256', after: 0 }]);
    const copy = structuredClone(ring);
    appendKey(ring, { ...first(ring), kid: 'new' }, START + 1);
    expect(ring).toEqual(copy);
  });

  it('leaves ample time for documents to reach every cache', () => {
    expect(PUBLISH_DELAY).toBeGreaterThanOrEqual(2 * DOCUMENT_MAX_AGE);
  });
});

describe('appendKey', () => {
  it('refuses a second key of one kid', async () => {
    const key = newKey(await testKey('ES256'));
    const manifest = appendKey(EMPTY_MANIFEST, key, 1000);
    expect(() => appendKey(manifest, key, 9000)).toThrow(TypeError);
  });
});

describe('appendKey under a clock that goes back', () => {
  it('still writes a manifest that can be read', () => {
    const alg = fc.constantFrom<Algorithm>('RS256', 'ES256');
    const times = fc.array(fc.tuple(alg, fc.integer({ min: 0, max: 100_000 })), { maxLength: 6 });
    fc.assert(
      fc.property(times, (joining) => {
        const manifest = joining.reduce((ring, [name, now], index) => {
          const kid = `${index}`;
          const publicJwk =
            name === 'RS256' ? { kty: 'RSA', kid } : { kty: 'EC', crv: 'P-256', kid };
          const key = {
            kid,
            alg: name,
            purpose: 'sign',
            material: { file: kid },
            publicJwk,
          } as const;
          return appendKey(ring, key, now);
        }, EMPTY_MANIFEST);
        expect(parseManifest(JSON.parse(JSON.stringify(manifest)))).toEqual(manifest);
      }),
    );
  });
});

describe('keyState', () => {
  const entry = {
    publishedAt: 100,
    signsFrom: 200,
    signsUntil: 300,
    removeAfter: 400,
  } as KeyEntry;

  it.each([
    [100, 'next'],
    [199, 'next'],
    [200, 'active'],
    [299, 'active'],
    [300, 'retired'],
    [399, 'retired'],
    [400, 'removed'],
  ])('at %d is %s', (now, state) => {
    expect(keyState(entry, now)).toBe(state);
  });

  it('never is next of a key that another overtook before it could sign', () => {
    const overtaken = { ...entry, signsUntil: 200 };
    expect([100, 199, 200, 399].map((now) => keyState(overtaken, now))).toEqual(
      Array(4).fill('retired'),
    );
    expect(keyState(overtaken, 400)).toBe('removed');
  });

  it('is active without end while there is no successor', () => {
    expect(keyState({ ...entry, signsUntil: null, removeAfter: null }, 1e12)).toBe('active');
  });
});

import { DrawbridgeError } from '@drawbridge/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backOff, isPassing } from './back-off.ts';
import { fault } from './source.fixture.ts';

describe('isPassing', () => {
  it.each([
    ['token_endpoint_unreachable', true],
    ['token_endpoint_timeout', true],
    ['token_endpoint_unavailable', true],
    ['overloaded', true],
    ['token_endpoint_invalid', false],
    ['token_endpoint_wrong', false],
    ['token_endpoint_refused', false],
    ['data_unusable', false],
    ['internal', false],
  ] as const)('of %s is %s', (code, passing) => {
    expect(isPassing(fault(code))).toBe(passing);
  });
});

describe('backOff', () => {
  const passing = fault('token_endpoint_unreachable');
  const asking = (retryAfter: number) =>
    new DrawbridgeError('token_endpoint_unavailable', { retryAfter });

  it('doubles, up to a minute', () => {
    const waits = [1, 2, 3, 6, 7, 8, 2_000].map((count) => backOff(passing, count, 0));
    expect(waits).toEqual([500, 1_000, 2_000, 16_000, 30_000, 30_000, 30_000]);
  });

  it('leaves a server alone for as long as it asks, and for ten minutes at most', () => {
    expect(backOff(asking(120), 1, 0)).toBe(120_000);
    expect(backOff(asking(86_400), 1, 0)).toBe(600_000);
    expect(backOff(asking(0), 1, 0)).toBe(500);
  });

  it('takes nothing that only the table of faults says for the word of a server', () => {
    const busy = new DrawbridgeError('overloaded', { retryAfter: 300 });
    expect(backOff(busy, 1, 0)).toBe(500);
  });

  it('spreads those who failed together, within bounds (property)', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(passing, asking(3), fault('data_unusable')),
        fc.integer({ min: 1, max: 5_000 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (given, count, random) => {
          const wait = backOff(given, count, random);
          expect(wait).toBeGreaterThanOrEqual(500);
          expect(wait).toBeLessThanOrEqual(60_000);
          expect(backOff(given, count, 0)).toBeLessThanOrEqual(wait);
        },
      ),
    );
  });
});

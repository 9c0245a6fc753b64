import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { slowWorkBounds } from './slow-work.ts';

describe('slowWorkBounds', () => {
  it.each([
    ['the pool as the command makes it', 2, 6, 4],
    ["Node's own pool", 2, 4, 3],
    ["Node's own pool on a large machine", 64, 4, 3],
    ['one thread', 8, 1, 1],
  ])('of %s, with %i cores and %i threads, runs %i at once', (_, cores, threads, running) => {
    expect(slowWorkBounds(cores, threads).running).toBe(running);
  });

  it('always leaves a thread to files, and has a queue that ends', () => {
    const count = fc.integer({ min: 1, max: 1024 });
    fc.assert(
      fc.property(count, count, (cores, threads) => {
        const { running, waiting } = slowWorkBounds(cores, threads);
        expect(running).toBeGreaterThanOrEqual(1);
        if (threads > 1) expect(running).toBeLessThan(threads);
        expect(waiting).toBeLessThanOrEqual(2000 * cores);
        expect(waiting).toBeGreaterThanOrEqual(2000);
      }),
    );
  });
});

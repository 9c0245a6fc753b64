import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { equalBytes } from './equal-bytes.ts';

describe('equalBytes', () => {
  it.each([
    [[1], [2]],
    [[1, 2], [1]],
    [[1], [1, 0]],
    [[], [0]],
    [[0], []],
  ])('tells %j from %j', (one, other) => {
    expect(equalBytes(Uint8Array.from(one), Uint8Array.from(other))).toBe(false);
  });

  it('finds equal what is, and nothing else (property)', () => {
    const bytes = fc.uint8Array({ maxLength: 4, max: 3 });
    fc.assert(
      fc.property(bytes, bytes, (one, other) => {
        expect(equalBytes(one, other)).toBe(Buffer.compare(one, other) === 0);
        expect(equalBytes(one, Uint8Array.from(one))).toBe(true);
      }),
    );
  });
});

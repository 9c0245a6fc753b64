import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBeginningIndex } from './beginnings.ts';

const beginning = fc
  .array(fc.constantFrom('a', 'b', '/', '\u{1f600}'), { maxLength: 4 })
  .map((all) => all.join(''));
const some = fc.array(beginning, { minLength: 1, maxLength: 3 });

describe('createBeginningIndex', () => {
  it('finds the entries that may begin alike, and no others (property)', () => {
    fc.assert(
      fc.property(fc.array(some, { maxLength: 12 }), some, (entries, wanted) => {
        const expected = entries.flatMap((own, position) => {
          const isAlike = own.some((one) =>
            wanted.some((other) => one.startsWith(other) || other.startsWith(one)),
          );
          return isAlike ? [position] : [];
        });
        const found = [...createBeginningIndex(entries).candidates(wanted)].sort((a, b) => a - b);
        expect(found).toEqual(expected);
      }),
      { numRuns: 1000 },
    );
  });
});

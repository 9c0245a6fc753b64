import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePattern, toPattern } from './like.ts';
import { parseValue } from './value-parts.ts';

const like = (pattern: string, text: string) =>
  compilePattern(toPattern(parseValue(pattern, { wildcards: true, variables: false })) ?? [])(text);

/** By the table of which beginnings of the pattern take which beginnings of the text. */
function byTable(pattern: string, text: string): boolean {
  const taken = Array.from({ length: pattern.length + 1 }, () =>
    Array<boolean>(text.length + 1).fill(false),
  );
  for (let row = 0; row <= pattern.length; row++) {
    for (let column = 0; column <= text.length; column++) {
      const step = pattern[row - 1];
      const before = (up: number, left: number) => taken[row - up]?.[column - left] === true;
      const here = taken[row];
      if (here === undefined) continue;
      if (row === 0) here[column] = column === 0;
      else if (step === '*') here[column] = before(1, 0) || (column > 0 && before(0, 1));
      else here[column] = column > 0 && before(1, 1) && (step === '?' || step === text[column - 1]);
    }
  }
  return taken[pattern.length]?.[text.length] === true;
}

describe('a pattern', () => {
  it.each([
    ['aba', 'aba', true],
    ['ab*ba', 'aba', false],
    ['ab*ba', 'abba', true],
    ['*', '', true],
    ['?', '', false],
    ['', '', true],
    ['', 'a', false],
    ['a*', 'A', false],
    ['**', 'a/b:c\n', true],
    ['*?*', '', false],
    ['a*b*c', 'a.b.b.c', true],
    ['a*b*c', 'a.c.b', false],
  ])('%s takes %s: %s', (pattern, text, answer) => {
    expect(like(pattern, text)).toBe(answer);
  });

  it('is not sure of how a character beyond U+FFFF counts', () => {
    expect(like('?', '😀')).toBeUndefined();
    expect(like('??', '😀')).toBeUndefined();
    expect(like('?*', '😀')).toBe(true);
    expect(like('???', '😀')).toBe(false);
    expect(like('😀*', '😀x')).toBe(true);
  });

  it('takes the same as a table of all places does (property)', () => {
    const of = (letters: string, maxLength: number) =>
      fc.string({ unit: fc.constantFrom(...letters), maxLength });
    fc.assert(
      fc.property(of('ab*?', 9), of('ab', 9), (pattern, text) => {
        expect(like(pattern, text)).toBe(byTable(pattern, text));
      }),
      { numRuns: 3000 },
    );
  });
});

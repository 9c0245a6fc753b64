import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { hang, wrap } from './wrap.ts';

test.each([
  ['', 10, ['']],
  ['one two three', 7, ['one two', 'three']],
  ['a longer-than-that word', 8, ['a', 'longer-than-that', 'word']],
])('breaks %j at %i', (text, width, lines) => {
  expect(wrap(text, width)).toEqual(lines);
});

test('hangs what follows below the first line', () => {
  expect(hang('one two three', 9, 2)).toBe('one two\n  three');
  expect(hang('one two three', Number.POSITIVE_INFINITY, 2)).toBe('one two three');
});

test('keeps all words, and no line of several is too long', () => {
  fc.assert(
    fc.property(
      fc.array(fc.stringMatching(/^[a-z]{1,12}$/)),
      fc.integer({ min: 1, max: 30 }),
      (words, width) => {
        const lines = wrap(words.join(' '), width);
        expect(lines.join(' ')).toBe(words.join(' '));
        for (const line of lines)
          if (line.includes(' ')) expect(line.length).toBeLessThanOrEqual(width);
      },
    ),
  );
});

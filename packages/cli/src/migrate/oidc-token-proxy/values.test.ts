import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readInteger, readList, readMap } from './values.ts';

describe('readMap', () => {
  it('splits each line at its first =', () => {
    expect(readMap('\nRS256 = a\n\n ES256=b=c \nempty =\n')).toEqual({
      entries: new Map([
        ['RS256', 'a'],
        ['ES256', 'b=c'],
        ['empty', ''],
      ]),
      repeated: [],
      unreadable: [],
    });
  });

  it('has the last of two values count, in the place of the first', () => {
    const { entries, repeated } = readMap('a = 1\nb = 2\na = 3');
    expect([...entries]).toEqual([
      ['a', '3'],
      ['b', '2'],
    ]);
    expect(repeated).toEqual(['a']);
  });

  it('numbers the lines that it cannot read', () => {
    expect(readMap('\na = 1\nnothing\nb = 2\nnothing').unreadable).toEqual([2, 4]);
  });

  it('is empty where the text is', () => {
    expect(readMap(' \n').entries.size).toBe(0);
  });
});

describe('readList', () => {
  it('reads back words with any white space between (property)', () => {
    const words = fc.uniqueArray(fc.stringMatching(/^[\w:/.-]+$/));
    fc.assert(
      fc.property(words, fc.constantFrom(' ', '\n', '\t', ' \n  '), (list, space) => {
        expect(readList(`${space}${list.join(space)}${space}`)).toEqual(list);
      }),
    );
  });

  it('has each word once', () => {
    expect(readList('a b\na')).toEqual(['a', 'b']);
  });
});

describe('readInteger', () => {
  it.each([
    ['300', 300],
    [' 300\n', 300],
    ['+3', 3],
    ['-1', -1],
    ['1_000', 1000],
    ['007', 7],
  ])('reads %j as Python does', (text, value) => {
    expect(readInteger(text)).toBe(value);
  });

  it.each(['', '1.5', '1e3', '0x10', '1__0', '_1', '5 s', '9'.repeat(30)])('refuses %j', (text) => {
    expect(readInteger(text)).toBeUndefined();
  });
});

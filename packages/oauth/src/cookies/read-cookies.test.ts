import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyCharacter } from '../../../../tools/any-character.ts';
import { MAX_CANDIDATES, readCookies } from './read-cookies.ts';

const NAME = '__Host-drawbridge';
const read = (...values: string[]) => readCookies(values, NAME);

describe('what is no cookie of this name', () => {
  it.each([
    '',
    ';',
    ';;;=;=',
    '=x',
    NAME,
    `${NAME}=`,
    `${NAME}X=x`,
    `x${NAME}=x`,
    `${NAME.toLowerCase()}=x`,
    `${NAME}-login-1=x`,
  ])('is passed over: %j', (value) => {
    expect(read(value)).toEqual([]);
  });
});

describe('parts (CVE-2024-24814, CVE-2023-28625 of mod_auth_openidc: crafted counts of parts)', () => {
  it.each([
    ['no number', '_of'],
    ['a word alone', 'of'],
    ['number 0', '_0of2'],
    ['of 0', '_1of0'],
    ['of 1', '_1of1'],
    ['of 9', '_1of9'],
    ['of 10', '_1of10'],
    ['a number beyond the count', '_3of2'],
    ['a count in the thousand millions', '_1of2000000000'],
    ['an exponent', '_1of2e9'],
    ['a sign', '_1of-2'],
    ['a fraction', '_1of2.0'],
    ['a leading zero', '_01of2'],
    ['a number of a thousand digits', `_1of${'9'.repeat(1000)}`],
    ['other digits', '_١of٢'],
    ['something behind', '_1of2x'],
    ['the one of two that is there', '_1of2'],
  ])('are passed over: %s', (_, suffix) => {
    expect(read(`${NAME}${suffix}=x`)).toEqual([]);
    expect(read(`${NAME}${suffix}=x; ${NAME}=good`)).toEqual(['good']);
  });

  it.each([
    ['with a gap', `${NAME}_1of3=a; ${NAME}_3of3=c`],
    ['of two sets', `${NAME}_1of2=a; ${NAME}_2of3=b`],
    ['of which one is there twice', `${NAME}_1of2=a; ${NAME}_2of2=b; ${NAME}_1of2=x`],
    [
      'of which one is there three times',
      `${NAME}_1of2=a; ${NAME}_1of2=a; ${NAME}_1of2=a; ${NAME}_2of2=b`,
    ],
  ])('make no value: %s', (_, value) => {
    expect(read(value)).toEqual([]);
  });

  it('of nine that are all there are none', () => {
    const inParts = (of: number) =>
      Array.from({ length: of }, (_, at) => `${NAME}_${at + 1}of${of}=${at}`).join('; ');
    expect(read(inParts(9))).toEqual([]);
    expect(read(inParts(8))).toEqual(['01234567']);
  });

  it('are joined by their numbers, from any field', () => {
    expect(read(`${NAME}_2of3=b; x=1;${NAME}_3of3=c`, `${NAME}_1of3=a`)).toEqual(['abc']);
  });

  it('cost no more for what they claim to be than for what they are', () => {
    const hostile = Array.from({ length: 3000 }, (_, n) => `${NAME}_1of2e${n}=x`).join(';');
    const start = performance.now();
    for (let time = 0; time < 10; time++) expect(read(hostile)).toEqual([]);
    // Of 60 KiB ten times; to make room for the counts would take the memory of the machine.
    expect(performance.now() - start).toBeLessThan(1000);
  });
});

describe('cookie tossing (another host or path plants a cookie of the same name)', () => {
  it('hides none: all values come in their order, those in one piece first', () => {
    expect(read(`${NAME}_1of2=c; ${NAME}=a; other=1; ${NAME}_2of2=d`, `${NAME}=b`)).toEqual([
      'a',
      'b',
      'cd',
    ]);
  });

  it('has no more of them tried than a few', () => {
    const many = Array.from({ length: 1000 }, (_, n) => `${NAME}=${n}`).join('; ');
    expect(read(many, many)).toEqual(['0', '1', '2', '3']);
    expect(MAX_CANDIDATES).toBe(4);
  });
});

describe('readCookies', () => {
  it('reads values as they are, with or without spaces, and what has = in it', () => {
    expect(read(`a=1;${NAME}=v1.x.y;b=2`)).toEqual(['v1.x.y']);
    expect(read(`  ${NAME} = a=b `)).toEqual(['a=b']);
    expect(read(`${NAME}="q"`)).toEqual(['"q"']);
  });

  it('throws for nothing, and makes up nothing (property)', () => {
    const piece = fc.oneof(
      fc.constantFrom(NAME, '_1of2', '_2of2', '=', ';', '; ', ' ', 'of', '_', '1', '\u0000'),
      fc.string({ unit: anyCharacter, maxLength: 4 }),
    );
    const value = fc.array(piece, { maxLength: 20 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(fc.array(value, { maxLength: 3 }), (values) => {
        const found = readCookies(values, NAME);
        expect(found.length).toBeLessThanOrEqual(MAX_CANDIDATES);
        for (const text of found) {
          expect(text).not.toMatch(/;/);
          expect(text).not.toBe('');
          if (values.join('').includes(text)) continue;
          expect(values.join('')).toContain('_1of2');
        }
      }),
    );
  });
});

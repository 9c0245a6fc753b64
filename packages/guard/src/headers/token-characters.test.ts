import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyCharacter } from '../../../../tools/any-character.ts';
import { isBearerToken, tokenFlaw } from './token-characters.ts';

/** What is in no token, by what it is. */
const FOREIGN: readonly (readonly [string, string])[] = [
  ['nothing', ''],
  ['quotation marks', '"a"'],
  ['a parameter', 'token;a'],
  ['a comma', 'a,b'],
  ['a space', 'a b'],
  ['a tab', 'a\tb'],
  ['a letter beyond ASCII', '\u00e9'],
  ['a letter whose lower bits are those of an A', '\u0141'],
  ['half of a surrogate pair', '\ud800'],
  ['a letter beyond the first plane', '\u{1f511}'],
  ['a zero byte', 'a\0'],
  ['a line feed', 'a\n'],
  ['a delete character', 'a\u007f'],
  ['padding alone', '='],
  ['padding within', 'a=b'],
];

const CHARACTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/';

describe('isBearerToken', () => {
  it.each(FOREIGN)('is false for %s', (_, value) => {
    expect(isBearerToken(value)).toBe(false);
  });

  it.each(['a', 'a.b-c_d~e+f/g==', 'AZaz09'])('is true for %j', (value) => {
    expect(isBearerToken(value)).toBe(true);
  });

  it('is true for what RFC 6750 section 2.1 has alone (property)', () => {
    const any = fc.oneof(
      fc.string({ unit: anyCharacter }),
      fc.string({ unit: 'binary-ascii' }),
      fc.stringMatching(/^[\w.~+/=-]+["\u0141 ]?[\w.~+/=-]*$/),
    );
    fc.assert(
      fc.property(any, (text) => {
        const bare = text.replace(/=*$/, '');
        const isOne = bare !== '' && [...bare].every((one) => CHARACTERS.includes(one));
        expect(isBearerToken(text)).toBe(isOne);
      }),
      { numRuns: 3000 },
    );
  });
});

describe('tokenFlaw', () => {
  it.each([
    ['a', undefined],
    ['', undefined],
    ['a,b', 'joined'],
    ['a, b', 'joined'],
    [' ,', 'joined'],
    ['a b', 'spaced'],
    ['a\t', undefined],
  ])('of %j is %s', (value, flaw) => {
    expect(tokenFlaw(value)).toBe(flaw);
  });
});

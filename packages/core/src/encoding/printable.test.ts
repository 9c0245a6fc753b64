import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyCharacter } from '../../../../tools/any-character.ts';
import { printable } from './printable.ts';

describe('printable', () => {
  it.each([
    ['an escape', '\u001b[31m', String.raw`\u001b[31m`],
    ['a control of the second kind', 'a\u009b31m', String.raw`a\u009b31m`],
    ['a bidi mark', '\u202eevil', String.raw`\u202eevil`],
    ['a line separator', 'a\u2028b', String.raw`a\u2028b`],
    ['a carriage return', 'a\rb', String.raw`a\u000db`],
    ['half a surrogate pair', '\ud800', String.raw`\ud800`],
    ['a noncharacter', '\uffff', String.raw`\uffff`],
    ['a noncharacter within', '\ufdd0', String.raw`\ufdd0`],
    ['the last noncharacter', '\u{10ffff}', String.raw`\udbff\udfff`],
    ['a tag beyond 16 bits', '\u{e0041}', String.raw`\udb40\udc41`],
  ])('writes %s out', (_, text, written) => {
    expect(printable(text)).toBe(written);
  });

  it('leaves letters of all scripts and line feeds alone', () => {
    const text = 'Grüße, 世界\n💥 {"a": "b\\\\c"}';
    expect(printable(text)).toBe(text);
  });

  it('keeps JSON the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: anyCharacter }), (value) => {
        const text = JSON.stringify(value);
        expect(JSON.parse(printable(text))).toEqual(JSON.parse(text));
      }),
    );
  });
});

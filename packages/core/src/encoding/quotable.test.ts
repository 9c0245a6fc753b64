import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyCharacter } from '../../../../tools/any-character.ts';
import { quotable } from './quotable.ts';

describe('quotable', () => {
  it('leaves no quotation mark, backslash, control or letter beyond ASCII', () => {
    expect(quotable('a"b\\c\r\nd\u00e9\0')).toBe("a'b'c''d''");
  });

  it('has text of that kind alone, as long as it was, and changes none of it (property)', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter }), (text) => {
        const written = quotable(text);
        expect(written).toMatch(/^[\x20\x21\x23-\x5b\x5d-\x7e]*$/);
        expect(written).toHaveLength(text.length);
        expect(quotable(written)).toBe(written);
      }),
    );
  });
});

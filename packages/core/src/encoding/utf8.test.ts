import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyCharacter } from '../../../../tools/any-character.ts';
import { decodeUtf8, encodeUtf8 } from './utf8.ts';

const anyText = fc.string({ unit: anyCharacter });

describe('encodeUtf8', () => {
  it('encodes as TextEncoder does', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(new Uint8Array(encodeUtf8(text))).toEqual(new TextEncoder().encode(text));
      }),
    );
  });
});

describe('decodeUtf8', () => {
  it('gives text back as it was', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(decodeUtf8(encodeUtf8(text))).toBe(text);
      }),
    );
  });

  it.each([
    ['a byte that begins nothing', [0xff]],
    ['a character cut short', [0xe2, 0x82]],
    ['an overlong slash', [0xc0, 0xaf]],
    ['half of a surrogate pair', [0xed, 0xa0, 0x80]],
  ])('refuses %s', (_, bytes) => {
    expect(decodeUtf8(new Uint8Array(bytes))).toBeUndefined();
  });
});

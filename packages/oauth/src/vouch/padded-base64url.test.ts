import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodePaddedBase64Url, encodePaddedBase64Url } from './padded-base64url.ts';

describe('decodePaddedBase64Url', () => {
  it.each([
    ['no padding', 'Zg'],
    ['too little padding', 'Zg='],
    ['padding where none is', 'Zm9v===='],
    ['too much padding', 'Zg==='],
    ['padding in the middle', 'Zg==Zg=='],
    ['padding alone', '===='],
    ['bits behind the last byte', 'Zh=='],
    ['bits behind the last two bytes', 'Zm9='],
    ['letters of plain base64', '+/8='],
    ['a line end', 'Zg==\n'],
    ['a space', 'Zg= '],
    ['a letter beyond ASCII', 'Zä=='],
  ])('takes nothing with %s', (_, text) => {
    expect(decodePaddedBase64Url(text)).toBeUndefined();
  });

  // RFC 4648 section 10, whose letters are those of both alphabets.
  it.each([
    ['', ''],
    ['f', 'Zg=='],
    ['fo', 'Zm8='],
    ['foo', 'Zm9v'],
    ['foob', 'Zm9vYg=='],
    ['fooba', 'Zm9vYmE='],
    ['foobar', 'Zm9vYmFy'],
  ])('reads and writes %j', (text, encoded) => {
    const bytes = Uint8Array.from(Buffer.from(text));
    expect(encodePaddedBase64Url(bytes)).toBe(encoded);
    expect(Uint8Array.from(decodePaddedBase64Url(encoded) ?? [1])).toEqual(bytes);
  });

  it('reads what it writes, in the alphabet of RFC 4648 section 5 (property)', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        const text = encodePaddedBase64Url(bytes);
        expect(text).toMatch(/^[\w-]*={0,2}$/);
        expect(text).toBe(
          Buffer.from(bytes).toString('base64').replaceAll('+', '-').replaceAll('/', '_'),
        );
        expect(Uint8Array.from(decodePaddedBase64Url(text) ?? [])).toEqual(bytes);
      }),
    );
  });

  it('takes one text for one value (property)', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12, unit: fc.constantFrom(...'AZgm8-_=+/ ') }), (text) => {
        const bytes = decodePaddedBase64Url(text);
        if (bytes !== undefined) expect(encodePaddedBase64Url(bytes)).toBe(text);
      }),
      { numRuns: 2000 },
    );
  });
});

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyCharacter } from '../../../../tools/any-character.ts';
import * as chosen from './base64url.ts';
import * as portable from './portable-base64url.ts';
import { decodeUtf8 } from './utf8.ts';

const bytes = fc.uint8Array({ maxLength: 200 });
/** Texts that look like base64url more often than not. */
const nearlyBase64Url = fc.string({
  unit: fc.constantFrom(...'ABCDwxyz0189-_+/= \n.é'),
  maxLength: 12,
});

/** What is read as base64url, or passed over, by decoders that are not strict, and what is of the alphabet. */
const SLIPS = [
  '+',
  '/',
  '=',
  '==',
  ' ',
  '\n',
  '.',
  '\0',
  '\u0141',
  '\u012d',
  '\u00e9',
  'B',
  '_',
  '-',
];

const IMPLEMENTATIONS = [
  {
    name: 'the runtime’s',
    encodeBase64Url: chosen.encodeBase64Url,
    decodeBase64Url: chosen.decodeBase64Url,
  },
  {
    name: 'the portable',
    encodeBase64Url: portable.encode,
    decodeBase64Url: portable.decode,
  },
];

describe.each(IMPLEMENTATIONS)('$name base64url', ({ encodeBase64Url, decodeBase64Url }) => {
  it('gives bytes back as they were', () => {
    fc.assert(
      fc.property(bytes, (value) => {
        expect(decodeBase64Url(encodeBase64Url(value))).toEqual(value);
      }),
    );
  });

  it('encodes as Buffer does', () => {
    fc.assert(
      fc.property(bytes, (value) => {
        expect(encodeBase64Url(value)).toBe(Buffer.from(value).toString('base64url'));
      }),
    );
  });

  it('has one text for a value: what it decodes, it encodes to the same', () => {
    fc.assert(
      fc.property(fc.oneof(nearlyBase64Url, fc.string()), (text) => {
        const value = decodeBase64Url(text);
        if (value !== undefined) expect(encodeBase64Url(value)).toBe(text);
      }),
      { numRuns: 2000 },
    );
  });

  it('decodes exactly those texts that Buffer would write', () => {
    fc.assert(
      fc.property(nearlyBase64Url, (text) => {
        const strict = Buffer.from(text, 'base64url');
        const accepted = strict.toString('base64url') === text;
        expect(decodeBase64Url(text)).toEqual(accepted ? new Uint8Array(strict) : undefined);
      }),
      { numRuns: 2000 },
    );
  });

  it('decodes what Buffer would write but for one or two characters, only if it would write that too', () => {
    const slip = fc.tuple(fc.nat(300), fc.oneof(fc.constantFrom(...SLIPS), anyCharacter));
    const mistaken = fc
      .tuple(bytes, fc.array(slip, { minLength: 1, maxLength: 2 }), fc.boolean())
      .map(([value, slips, insert]) => {
        let text = Buffer.from(value).toString('base64url');
        for (const [place, character] of slips) {
          const at = place % (text.length + 1);
          text = text.slice(0, at) + character + text.slice(insert ? at : at + 1);
        }
        return text;
      });
    fc.assert(
      fc.property(mistaken, (text) => {
        const value = Buffer.from(text, 'base64url');
        const accepted = value.toString('base64url') === text;
        expect(decodeBase64Url(text)).toEqual(accepted ? new Uint8Array(value) : undefined);
      }),
      { numRuns: 5000 },
    );
  });

  it('takes the last character whose spare bits are zero, and no other', () => {
    for (const start of ['', 'A', 'AA', 'AAA', 'AAAA', 'AAAAA', 'AAAAAA', 'AAAAAAA']) {
      for (let code = 0; code < 0x300; code++) {
        const text = start + String.fromCharCode(code);
        const value = Buffer.from(text, 'base64url');
        const accepted = value.toString('base64url') === text;
        expect([text, decodeBase64Url(text) !== undefined]).toEqual([text, accepted]);
      }
    }
  });

  it.each([
    ['', ''],
    ['f', 'Zg'],
    ['fo', 'Zm8'],
    ['foo', 'Zm9v'],
    ['foob', 'Zm9vYg'],
    ['fooba', 'Zm9vYmE'],
    ['foobar', 'Zm9vYmFy'],
  ])('RFC 4648 section 10: %j is %j', (text, encoded) => {
    expect(encodeBase64Url(new TextEncoder().encode(text))).toBe(encoded);
  });

  it('RFC 7515 appendix C: five bytes with both special characters', () => {
    expect(encodeBase64Url(new Uint8Array([3, 236, 255, 224, 193]))).toBe('A-z_4ME');
  });

  it.each([
    ['padding', 'Zg=='],
    ['a length that no bytes have', 'Zm9vY'],
    ['trailing bits, one byte', 'Zh'],
    ['trailing bits, two bytes', 'Zm9'],
    ['a space', 'Zm 9v'],
    ['a line feed at the end', 'Zm9v\n'],
    ['the alphabet of plain base64', '+/+/'],
    ['a letter beyond ASCII', 'Zm9ſ'],
    ['a letter whose lower eight bits are those of an A', 'Zm9\u0141'],
    ['a character beyond 16 bits', 'Zm💥'],
    ['a zero byte', 'Zm9\0'],
  ])('refuses %s', (_, text) => {
    expect(decodeBase64Url(text)).toBeUndefined();
  });
});

describe('decodeBase64UrlText', () => {
  const { decodeBase64Url, decodeBase64UrlText, encodeBase64Url } = chosen;
  const inTwoSteps = (text: string) => {
    const value = decodeBase64Url(text);
    return value && decodeUtf8(value);
  };

  it('is to decode base64url and then UTF-8, for any bytes and for what is nearly base64url', () => {
    const spelled = fc.oneof(
      bytes.map(encodeBase64Url),
      fc.string({ unit: anyCharacter }).map((text) => Buffer.from(text).toString('base64url')),
      nearlyBase64Url,
    );
    fc.assert(
      fc.property(spelled, (text) => {
        expect(decodeBase64UrlText(text)).toBe(inTwoSteps(text));
      }),
      { numRuns: 3000 },
    );
  });

  it.each([
    ['a byte that begins nothing', [0x61, 0xff], undefined],
    ['half of a surrogate pair', [0xed, 0xa0, 0x80], undefined],
    ['the replacement character itself', [0xef, 0xbf, 0xbd, 0x61], '\ufffda'],
    ['the replacement character beside what is none', [0xef, 0xbf, 0xbd, 0xff], undefined],
    ['a byte order mark, which is kept', [0xef, 0xbb, 0xbf, 0x61], '\ufeffa'],
  ])('does not replace what is not UTF-8: %s', (_, value, text) => {
    expect(decodeBase64UrlText(encodeBase64Url(new Uint8Array(value)))).toBe(text);
  });
});

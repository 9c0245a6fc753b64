import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeUtf8, isJsonObject, member, parseJsonObject } from './json.ts';

/** Any code points but the halves of a surrogate pair. */
const unicode = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 0xd7ff }), fc.integer({ min: 0xe000, max: 0x10ffff })))
  .map((points) => String.fromCodePoint(...points));

const utf8 = (text: string) => new TextEncoder().encode(text);

describe('decodeUtf8', () => {
  it('gives text back as it was', () => {
    fc.assert(
      fc.property(unicode, (text) => {
        expect(decodeUtf8(utf8(text))).toBe(text);
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

describe('parseJsonObject', () => {
  it('parses every JSON object', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const text = JSON.stringify(value);
        expect(JSON.stringify(parseJsonObject(utf8(text)))).toBe(text);
      }),
    );
  });

  it.each([
    '',
    ' ',
    '[]',
    '"x"',
    '1',
    'null',
    'true',
    '{',
    '{}x',
    "{'a':1}",
    '{"a":1,}',
    '\ufeff{}',
  ])('answers undefined for %j', (text) => {
    expect(parseJsonObject(utf8(text))).toBeUndefined();
  });

  it('answers undefined for a text nested without end', () => {
    expect(parseJsonObject(utf8(`{"a":${'['.repeat(100_000)}`))).toBeUndefined();
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const value = parseJsonObject(bytes);
        expect(value === undefined || isJsonObject(value)).toBe(true);
      }),
    );
  });
});

describe('member', () => {
  it('answers what the object itself has', () => {
    expect(member({ a: 1 }, 'a')).toBe(1);
  });

  it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])(
    'does not answer an inherited %s',
    (name) => {
      expect(member({}, name)).toBeUndefined();
    },
  );

  it('answers a __proto__ that JSON brought, and nothing through it', () => {
    const object = parseJsonObject(utf8('{"__proto__":{"admin":true}}')) as Record<string, unknown>;
    expect(member(object, '__proto__')).toEqual({ admin: true });
    expect(member(object, 'admin')).toBeUndefined();
  });
});

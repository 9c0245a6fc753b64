import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeUtf8 as utf8 } from './utf8.ts';
import { isJsonObject, member, parseJsonObject } from './json.ts';

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

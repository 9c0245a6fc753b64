import { DrawbridgeError } from '@drawbridge/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeClaims } from './decode-claims.ts';

const encode = (text: string) => Buffer.from(text).toString('base64');
const decode = (text: string) => decodeClaims(text, 'X-ID-Token');

function codeOf(text: string): string {
  try {
    decode(text);
  } catch (thrown) {
    if (thrown instanceof DrawbridgeError) return thrown.code;
    throw thrown;
  }
  return 'nothing was thrown';
}

const nested = (depth: number) => `{"a":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}}`;

describe('decodeClaims', () => {
  it.each([
    ['nothing', ''],
    ['padding alone', '='],
    ['four of it', '===='],
    ['what is no base64', '{"sub":"a"}'],
    ['a space', 'e3 0='],
    ['a line feed', 'e30=\n'],
    ['a comma', 'e30=,e30='],
    ['a length that no bytes have', 'e30==='],
    ['padding that is too short', encode('{"ab":1}').slice(0, -1).replace(/=*$/, '=') + '='],
    ['padding within', 'e3=0'],
    ['both alphabets', 'eyI-Ij+/fQ'],
    ['trailing bits', 'e31'],
    ['a character beyond ASCII', 'e3\u0141'],
    ['an empty text', encode(' ')],
    ['a list', encode('[]')],
    ['null', encode('null')],
    ['a string', encode('"a"')],
    ['a number', encode('1')],
    ['half of an object', encode('{"sub":"a"')],
    ['two objects', encode('{}{}')],
    ['a byte order mark', encode('\ufeff{}')],
    ['a name twice', encode('{"sub":"a","sub":"b"}')],
    ['a name twice, spelled in two ways', encode('{"sub":"a","\\u0073ub":"b"}')],
    ['a name twice further down', encode('{"a":[{"b":1,"b":1}]}')],
    [
      'what is not UTF-8',
      Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]).toString('base64'),
    ],
    ['33 lists in one another', encode(nested(33))],
    ['10,000 lists in one another', encode(nested(10_000))],
    ['more than 32 KiB', encode(`{"a":"${'a'.repeat(24_600)}"}`)],
    ['a JWT', 'e30.e30.e30'],
  ])('refuses %s', (_, text) => {
    expect(codeOf(text)).toBe('credentials_malformed');
  });

  it('has nothing of the claims in its message', () => {
    const twice = encode('{"secret":"hidden","secret":"hidden"}');
    expect(() => decode(twice)).toThrow('the field X-ID-Token has two members with the same name');
  });

  it.each([
    ['the standard alphabet, padded', encode('{"a":"?>"}'), { a: '?>' }],
    [
      'the standard alphabet without padding',
      encode('{"sub":"é~"}').replace(/=+$/, ''),
      { sub: 'é~' },
    ],
    ['the URL-safe alphabet', Buffer.from('{"a":"?>?>~~"}').toString('base64url'), { a: '?>?>~~' }],
    ['the URL-safe alphabet, padded', 'eyJhIjoifn5-fn4ifQ==', { a: '~~~~~' }],
    ['32 lists in one another', encode(nested(32)), JSON.parse(nested(32))],
  ])('reads %s', (_, text, claims) => {
    expect(decode(text)).toEqual(claims);
  });

  it('takes __proto__ for a name like any other', () => {
    const claims = decode(encode('{"__proto__":{"sub":"admin"},"constructor":1}'));
    expect(claims['sub']).toBeUndefined();
    expect(Object.keys(claims)).toEqual(['__proto__', 'constructor']);
  });

  it('freezes all of it', () => {
    const claims = decode(encode('{"a":{"b":[{"c":1}]},"d":[]}'));
    const parts: unknown[] = [claims];
    for (const part of parts) {
      if (typeof part !== 'object' || part === null) continue;
      expect(Object.isFrozen(part)).toBe(true);
      parts.push(...(Object.values(part) as unknown[]));
    }
    expect(parts).toHaveLength(6);
  });

  it('reads what Buffer writes, in each of its spellings', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 })), (value) => {
        const text = JSON.stringify(value);
        const spellings = [
          encode(text),
          encode(text).replace(/=+$/, ''),
          Buffer.from(text).toString('base64url'),
        ];
        for (const spelling of spellings) {
          expect(JSON.stringify(decode(spelling))).toBe(JSON.stringify(JSON.parse(text)));
        }
      }),
    );
  });

  it('never reads another text than Buffer does, and refuses with one fault', () => {
    const nearly = fc
      .tuple(
        fc.constantFrom('{}', '{"a":1}', '{"a":"~~~???"}'),
        fc.nat(30),
        fc.string({ maxLength: 2 }),
      )
      .map(([text, at, slip]) => encode(text).slice(0, at) + slip + encode(text).slice(at));
    fc.assert(
      fc.property(fc.oneof(nearly, fc.string(), fc.base64String()), (text) => {
        let claims: unknown;
        try {
          claims = decode(text);
        } catch (thrown) {
          expect((thrown as DrawbridgeError).code).toBe('credentials_malformed');
          return;
        }
        expect(claims).toEqual(JSON.parse(Buffer.from(text, 'base64').toString('utf8')));
      }),
      { numRuns: 3000 },
    );
  });
});

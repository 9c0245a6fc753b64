import type { JsonObject } from '@drawbridge/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findClaim } from './find-claim.ts';

const parse = (text: string) => JSON.parse(text) as JsonObject;

describe('findClaim finds nothing', () => {
  it.each([
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    'a.constructor',
    'a.__proto__.polluted',
    'list.length',
    'list.0',
    'text.length',
    'text.0',
    'nil.x',
    'a..b',
    'a.',
    '.a',
    '.',
    '',
    'A',
    'a.b.c.d',
  ])('at %j', (path) => {
    const claims = { a: { b: { c: 1 } }, list: ['x'], text: 'x', nil: null };
    expect(findClaim(claims, path)).toBeUndefined();
  });
});

describe('findClaim', () => {
  it.each([
    ['a', '{"a":1}', 1],
    ['a.b', '{"a":{"b":"x"}}', 'x'],
    ['a.b.c', '{"a":{"b":{"c":["x"]}}}', ['x']],
    ['a', '{"a":null}', null],
    ['a.b', '{"a":{"b":null}}', null],
    ['https://x.test/groups', '{"https://x.test/groups":["g"]}', ['g']],
    ['https://x.test/a.b', '{"https://x.test/a":{"b":1}}', 1],
    // The whole name first, then the longest that leads somewhere.
    ['a.b', '{"a":{"b":"nested"},"a.b":"flat"}', 'flat'],
    ['a.b.c', '{"a":{"b.c":"short"},"a.b":{"c":"long"}}', 'long'],
    ['a.b.c', '{"a":{"b.c":"short"},"a.b":{"x":"long"}}', 'short'],
    ['a.b.c', '{"a":{"b.c":"short"},"a.b":"text"}', 'short'],
    ['a.b', '{"a":{"b":"nested"},"a.b":null}', null],
    ['__proto__', '{"__proto__":"own"}', 'own'],
    ['__proto__.x', '{"__proto__":{"x":"own"}}', 'own'],
    ['', '{"":"empty"}', 'empty'],
    ['.a', '{".a":"dot first"}', 'dot first'],
  ])('finds %j in %s', (path, claims, expected) => {
    expect(findClaim(parse(claims), path)).toEqual(expected);
  });

  it('finds every member of nested objects by its path (property)', () => {
    const name = fc.constantFrom('a', 'b', '__proto__', 'constructor', 'ß', ' ');
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 6 }), (names) => {
        const text = names.reduceRight(
          (inner, each) => `{${JSON.stringify(each)}:${inner}}`,
          '"found"',
        );
        expect(findClaim(parse(text), names.join('.'))).toBe('found');
      }),
    );
  });

  it('looks at own members alone, even when the prototype is polluted', () => {
    const polluted = Object.create({ admin: true, a: { b: 1 } }) as JsonObject;
    expect(findClaim(polluted, 'admin')).toBeUndefined();
    expect(findClaim(polluted, 'a.b')).toBeUndefined();
  });
});

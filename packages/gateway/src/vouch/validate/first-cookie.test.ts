import type { HeaderField } from '@drawbridge/core';
import { readCookies } from '@drawbridge/oauth';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFirstToken, firstCookie } from './first-cookie.ts';

describe('firstCookie', () => {
  it.each<[HeaderField[]]>([
    [[]],
    [[['cookie', '']]],
    [[['cookie', 'theme=dark']]],
    [[['cookie', 'XName=1']]],
    [[['cookie', 'a=Name=1']]],
    [[['cookie', 'a="; xName=1"']]],
    [[['cookie', 'Name_1of2=1']]],
    [[['cookies', 'Name=1']]],
    [[['x-name', 'Name=1']]],
  ])('finds nothing in %j', (headers) => {
    expect(firstCookie(headers, 'Name=')).toBeUndefined();
  });

  it.each<[HeaderField[], string]>([
    [[['cookie', 'Name=1']], '1'],
    [[['Cookie', 'a=b; Name=1; c=d']], '1'],
    [[['COOKIE', 'a=Name=2; Name=1=; c=d']], '1='],
    [
      [
        ['cookie', 'a=b'],
        ['cookie', 'Name=1; Name=2'],
      ],
      '1',
    ],
  ])('finds in %j %s', (headers, value) => {
    expect(firstCookie(headers, 'Name=')).toBe(value);
  });

  it('finds what readCookies has first, where it finds anything (property)', () => {
    const piece = fc.constantFrom('Name', '=', '1', '2', '; ', ';', ' ', 'a', '_1of2');
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const text = pieces.join('');
        const value = firstCookie([['cookie', text]], 'Name=')?.trim() ?? '';
        if (value !== '') expect(readCookies([text], 'Name')[0]).toBe(value);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('createFirstToken', () => {
  const firstToken = createFirstToken('Name');

  it.each<[HeaderField[]]>([
    [[]],
    [[['cookie', 'Name_1of2=1']]],
    [[['cookie', 'Name_1of2=1; Name_1of2=1; Name_2of2=2']]],
    [[['cookie', 'XName_1of2=1; XName_2of2=2']]],
    [[['x-name', 'Name_1of2=1; Name_2of2=2']]],
  ])('finds nothing in %j', (headers) => {
    expect(firstToken(headers)).toBeUndefined();
  });

  it.each<[HeaderField[], string]>([
    [[['Cookie', 'Name_2of2=2; a=b; Name_1of2=1']], '12'],
    [
      [
        ['cookie', 'Name_1of2=1'],
        ['cookie', 'Name_2of2=2'],
      ],
      '12',
    ],
    [[['cookie', 'Name_1of2=1; Name_2of2=2; Name=3']], '3'],
  ])('finds in %j %s', (headers, value) => {
    expect(firstToken(headers)).toBe(value);
  });
});

import { testCall } from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import { headerValues, mediaType } from './header.ts';

describe('headerValues', () => {
  const call = testCall({
    headers: [
      ['Accept', 'a'],
      ['X-Accept', 'no'],
      ['accept', 'b, c'],
      ['ACCEPT', ''],
      ['accept ', 'no'],
    ],
  });

  it('gives every value in its order, whatever the case of the name, and joins nothing', () => {
    expect(headerValues(call, 'accept')).toEqual(['a', 'b, c', '']);
  });

  it('gives none for a field that is not there', () => {
    expect(headerValues(call, 'authorization')).toEqual([]);
  });
});

describe('mediaType', () => {
  it.each([
    ['application/json', 'application/json'],
    ['Application/JSON; charset=UTF-8', 'application/json'],
    ['  application/jwt\t;a=b;c=d', 'application/jwt'],
    ['', ''],
    [';', ''],
  ])('of %j is %j', (value, type) => {
    expect(mediaType(value)).toBe(type);
  });
});

import { RESERVED_CLAIMS } from '@drawbridge/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { claimOption, ttlOption } from './claim-options.ts';

describe('claimOption', () => {
  test.each([
    ['x', /NAME=JSON/],
    ['=1', /NAME=JSON/],
    ['', /NAME=JSON/],
    ['x=', /not JSON/],
    ['x=blue', /not JSON/],
    ['sub="a"', /--sub/],
    ...RESERVED_CLAIMS.map((name): [string, RegExp] => [`${name}=1`, /is decided by/]),
  ])('refuses %s', (value, words) => {
    expect(() => claimOption(value)).toThrow(words);
  });

  test('refuses a name twice', () => {
    expect(() => claimOption('x=2', claimOption('x=1'))).toThrow(/given twice/);
  });

  test('takes any JSON under any other name', () => {
    const names = fc.string({ minLength: 1 }).filter((name) => !/=|^sub$/.test(name));
    fc.assert(
      fc.property(names, fc.jsonValue(), (name, value) => {
        fc.pre(!RESERVED_CLAIMS.some((reserved) => reserved === name));
        const claims = claimOption(`${name}=${JSON.stringify(value)}`);
        expect([...claims]).toEqual([[name, JSON.parse(JSON.stringify(value))]]);
      }),
    );
  });
});

describe('ttlOption', () => {
  test.each([
    ['1', 1],
    ['1200', 1200],
    ['90s', 90],
    ['20m', 1200],
    ['12h', 43_200],
  ])('%s is %i seconds', (value, seconds) => {
    expect(ttlOption(value)).toBe(seconds);
  });

  test.each(['', '0', '-1', '1.5', '43201', '13h', '1d', 'm', '1e3', ' 1', '20 m', 'NaN'])(
    'refuses %j',
    (value) => {
      expect(() => ttlOption(value)).toThrow(/Give seconds/);
    },
  );
});

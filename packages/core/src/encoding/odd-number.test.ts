import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { oddNumber } from './odd-number.ts';

describe('oddNumber', () => {
  it.each([
    ['1.0', '1.0'],
    ['{"a":[1,2.50]}', '2.50'],
    ['-0', '-0'],
    ['[1e3]', '1e3'],
    ['{"a": 1E+2 }', '1E+2'],
    ['9007199254740993', '9007199254740993'],
    ['1e400', '1e400'],
  ])('%s has one', (text, number) => {
    expect(oddNumber(text)).toBe(number);
  });

  it.each(['1', '[0,-1,1.5,9007199254740991]', '"1.0"', '{"1.0":"a\\"1.0"}', '["\\\\",1]', 'true'])(
    '%s has none',
    (text) => {
      expect(oddNumber(text)).toBeUndefined();
    },
  );

  it('finds none in what JSON.stringify writes, but what has an exponent', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        const number = oddNumber(text);
        if (number !== undefined) expect(String(Number(number))).not.toBe(number);
        expect(oddNumber(JSON.stringify(text))).toBeUndefined();
      }),
    );
  });

  it('takes no time over what is long', () => {
    const text = JSON.stringify({ a: '1.0'.repeat(2_000_000), b: '1'.repeat(15) });
    expect(oddNumber(text)).toBeUndefined();
  });
});

import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { quote } from './quote.ts';

it.each([
  ['main', '"main"'],
  [7, '7'],
  [undefined, 'nothing'],
  [['a', 1], '["a",1]'],
  ['a"\n', '"a\\"\\n"'],
])('quotes %j', (value, text) => {
  expect(quote(value)).toBe(text);
});

it('is never long (property)', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.nat(50), (value, times) => {
      expect(quote(Array(times).fill(value)).length).toBeLessThanOrEqual(121);
    }),
  );
});

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { everyCookie } from './every-cookie.ts';
import { readCookies } from './read-cookies.ts';

const every = (...values: string[]) => everyCookie(values, 'V');
const cookies = (count: number) => Array.from({ length: count }, (_, at) => `V=${at}`);

describe('there is none', () => {
  it.each(['', 'V', 'V=', 'W=a', 'V_1of2=a', 'V_1of3=a; V_3of3=b', 'V_2of1=a; V_1of9=b', 'v=a'])(
    'in %j',
    (field) => {
      expect(every(field)).toEqual({ values: [], hidesSome: false });
    },
  );
});

it('is told of behind as many as a browser keeps of a site, and as often as it is there: once', () => {
  const planted = cookies(180);
  expect(every([...planted, ...planted, 'V=good'].join('; '))).toEqual({
    values: [...planted.map((pair) => pair.slice(2)), 'good'],
    hidesSome: false,
  });
});

it('is told of in each way that parts can be joined in', () => {
  const { values, hidesSome } = every('V_1of2=x; V_1of2=a; V_2of2=y', 'V_2of2=b; V=w; V_1of3=q');
  expect([values, hidesSome]).toEqual([['w', 'xy', 'xb', 'ay', 'ab'], false]);
});

it.each([
  ['cookies', cookies(300).join('; ')],
  [
    'parts',
    [...cookies(20), ...cookies(20)]
      .map((pair, at) => `V_${at < 20 ? 1 : 2}of2=${at}${pair.slice(2)}`)
      .join('; '),
  ],
  [
    'characters',
    cookies(3)
      .map((pair) => pair + 'x'.repeat(100_000))
      .join('; '),
  ],
])('says that there are more, where there are too many %s', (_, field) => {
  const { values, hidesSome } = every(field);
  expect(hidesSome).toBe(true);
  expect(values.length).toBeLessThanOrEqual(256);
});

it('joins little of parts that are there very often', () => {
  const pairs = Array.from({ length: 4000 }, (_, at) => `V_${(at % 8) + 1}of8=${at}`);
  const { values, hidesSome } = every(pairs.join('; '));
  expect([values.length, hidesSome]).toEqual([256, true]);
});

it('does not join small parts in all of the ways that come to the same', () => {
  const pairs = Array.from({ length: 80 }, (_, at) => {
    return `V_${(at % 8) + 1}of8=${'a'.repeat(1 + Math.floor(at / 8))}`;
  });
  const { values, hidesSome } = every(pairs.join('; '));
  expect(hidesSome).toBe(true);
  expect(values.length).toBeLessThan(80);
});

it('tells of all that readCookies does, in its order, of whatever comes', () => {
  const name = fc.constantFrom('V', 'V_1of2', 'V_2of2', 'V_1of3', 'V_2of3', 'V_3of3', 'W');
  const pairs = fc.array(fc.tuple(name, fc.constantFrom('', 'a', 'b', 'c')), { maxLength: 12 });
  fc.assert(
    fc.property(pairs, (all) => {
      const field = all.map((pair) => pair.join('=')).join('; ');
      const { values } = every(field);
      for (const value of readCookies([field], 'V')) expect(values).toContain(value);
      expect(new Set(values).size).toBe(values.length);
    }),
  );
});

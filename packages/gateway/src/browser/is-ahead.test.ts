import { expect, it } from 'vitest';
import { isAhead } from './is-ahead.ts';

it.each([
  ['Sec-Purpose', 'prefetch'],
  ['sec-purpose', 'prefetch;prerender'],
  ['sec-purpose', 'prefetch;anonymous-client-ip'],
  ['Purpose', 'prefetch'],
  ['X-Purpose', 'preview'],
  ['X-moz', 'prefetch'],
] as const)('is what a browser asks with %s: %s', (name, value) => {
  expect(
    isAhead({
      headers: [
        ['accept', 'text/html'],
        [name, value],
      ],
    }),
  ).toBe(true);
});

it('is not what a person asks for', () => {
  expect(isAhead({ headers: [['accept', 'text/html']] })).toBe(false);
  expect(
    isAhead({
      headers: [
        ['sec-purpose', 'other'],
        ['referer', 'prefetch'],
      ],
    }),
  ).toBe(false);
});

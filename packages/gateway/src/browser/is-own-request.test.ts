import { expect, it } from 'vitest';
import { isOwnRequest } from './is-own-request.ts';

const ORIGIN = 'https://app.test';

const judge = (headers: readonly (readonly [string, string])[]) =>
  isOwnRequest({ headers }, ORIGIN);

it.each([
  [[]],
  [[['sec-fetch-site', 'cross-site']]],
  [[['sec-fetch-site', 'same-site']]],
  [
    [
      ['Sec-Fetch-Site', 'cross-site'],
      ['origin', ORIGIN],
    ],
  ],
  [
    [
      ['sec-fetch-site', 'same-origin'],
      ['sec-fetch-site', 'cross-site'],
    ],
  ],
  [[['sec-fetch-site', 'same-origin, cross-site']]],
  [[['sec-fetch-site', '']]],
  [[['sec-fetch-site', 'Same-Origin']]],
  [[['origin', 'null']]],
  [[['origin', 'https://evil.test']]],
  [[['origin', 'http://app.test']]],
  [[['origin', 'https://app.test:8443']]],
  [[['origin', 'https://app.test.evil.test']]],
  [
    [
      ['origin', ORIGIN],
      ['origin', 'https://evil.test'],
    ],
  ],
  [[['referer', `${ORIGIN}/`]]],
] as const)('is of another site, or may be: %j', (headers) => {
  expect(judge(headers)).toBe(false);
});

it.each([
  [[['sec-fetch-site', 'same-origin']]],
  [[['Sec-Fetch-Site', 'none']]],
  [
    [
      ['sec-fetch-site', 'same-origin'],
      ['origin', 'null'],
    ],
  ],
  [[['origin', ORIGIN]]],
] as const)('is of this host: %j', (headers) => {
  expect(judge(headers)).toBe(true);
});

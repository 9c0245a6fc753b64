import { expect, it } from 'vitest';
import { isOwnRequest } from './is-own-request.ts';

const ORIGIN = 'https://app.test';

const judge = (headers: readonly (readonly [string, string])[], method = 'GET') =>
  isOwnRequest({ method, headers }, ORIGIN);

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

const OWN = ['sec-fetch-site', 'same-origin'] as const;

it.each([
  ['an image', 'no-cors', 'image'],
  ['a style sheet', 'no-cors', 'style'],
  ['a script', 'no-cors', 'script'],
  ['a font', 'cors', 'font'],
  ['an object', 'navigate', 'object'],
  ['a frame', 'navigate', 'iframe'],
  ['a frame', 'navigate', 'frame'],
  ['fetch()', 'cors', 'empty'],
  ['a WebSocket', 'websocket', 'empty'],
  ['nothing that there is', '', ''],
] as const)(
  'is not a page that a person opens, where this host has %s do it: %s, %s',
  (_, mode, dest) => {
    const fields = [
      ['sec-fetch-mode', mode],
      ['sec-fetch-dest', dest],
    ] as const;
    expect(judge([OWN, ...fields])).toBe(false);
    expect(judge([['sec-fetch-site', 'none'], ...fields])).toBe(false);
  },
);

it('is a page that a person opens, or what a script of this host posts', () => {
  const page = [OWN, ['sec-fetch-mode', 'navigate'], ['sec-fetch-dest', 'document']] as const;
  expect(judge(page)).toBe(true);
  expect(judge(page, 'POST')).toBe(true);
  // Before browsers said what for.
  expect(judge(page.slice(0, 2))).toBe(true);
  expect(judge([OWN, ['sec-fetch-mode', 'no-cors']])).toBe(false);
  expect(judge([...page, ['sec-fetch-dest', 'image']])).toBe(false);
  const script = [OWN, ['sec-fetch-mode', 'cors'], ['sec-fetch-dest', 'empty']] as const;
  expect(judge(script, 'POST')).toBe(true);
});

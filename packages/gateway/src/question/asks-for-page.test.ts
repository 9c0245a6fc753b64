import { expect, it } from 'vitest';
import { asksForPage } from './asks-for-page.ts';

const HTML = ['accept', 'text/html,application/xhtml+xml,*/*;q=0.8'] as const;

it.each([
  [[HTML]],
  [[HTML, ['sec-fetch-mode', 'navigate'], ['sec-fetch-dest', 'document']]],
  [[HTML, ['Sec-Fetch-Dest', 'iframe']]],
  [[['ACCEPT', 'Text/HTML']]],
])('a person asks by %j', (headers) => {
  expect(asksForPage({ headers: headers as unknown as [string, string][] })).toBe(true);
});

it.each([
  [[]],
  [[['accept', '*/*']]],
  [[['accept', 'application/json']]],
  [[HTML, ['x-requested-with', 'XMLHttpRequest']]],
  [[HTML, ['sec-fetch-mode', 'cors']]],
  [[HTML, ['sec-fetch-mode', 'websocket']]],
  [[HTML, ['sec-fetch-mode', 'navigate'], ['sec-fetch-dest', 'image']]],
  [[HTML, ['sec-fetch-dest', 'empty']]],
  [[HTML, ['upgrade', 'websocket']]],
])('a program asks by %j', (headers) => {
  expect(asksForPage({ headers: headers as unknown as [string, string][] })).toBe(false);
});

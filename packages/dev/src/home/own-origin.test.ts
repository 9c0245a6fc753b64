import { describe, expect, it } from 'vitest';
import { isForOwnHost, isFromOwnOrigin } from './own-origin.ts';

const call = (headers: readonly (readonly [string, string])[]) => ({ headers });
const HOST = ['Host', '127.0.0.1:8082'] as const;
const ORIGIN = ['Origin', 'http://127.0.0.1:8082'] as const;

describe('a call from the own origin', () => {
  it.each([
    ['nothing that a browser says', [HOST]],
    ['no host', [ORIGIN]],
    ['two hosts', [HOST, HOST, ORIGIN]],
    [
      'a foreign name that leads here',
      [
        ['host', 'evil.test:8082'],
        ['origin', 'http://evil.test:8082'],
      ],
    ],
    [
      'another port',
      [
        ['host', '127.0.0.1:8083'],
        ['origin', 'http://127.0.0.1:8083'],
      ],
    ],
    ['another origin', [HOST, ['origin', 'http://127.0.0.1:8083']]],
    ['an origin that is hidden', [HOST, ['origin', 'null']]],
    ['the other name of this machine', [HOST, ['origin', 'http://localhost:8082']]],
    ['two origins', [HOST, ORIGIN, ['origin', 'http://evil.test']]],
    ['another site', [HOST, ORIGIN, ['sec-fetch-site', 'cross-site']]],
    ['another port of the site', [HOST, ORIGIN, ['sec-fetch-site', 'same-site']]],
    ['an address that was typed', [HOST, ['sec-fetch-site', 'none']]],
  ] as const)('is none with %s', (_, headers) => {
    expect(isFromOwnOrigin(call(headers), 8082)).toBe(false);
  });

  it.each([
    ['an origin', [HOST, ORIGIN]],
    ['Fetch Metadata', [HOST, ['Sec-Fetch-Site', 'same-origin']]],
    ['both', [HOST, ORIGIN, ['sec-fetch-site', 'same-origin']]],
    [
      'the name localhost',
      [
        ['host', 'LOCALHOST:8082'],
        ['origin', 'http://localhost:8082'],
      ],
    ],
  ] as const)('is one with %s', (_, headers) => {
    expect(isFromOwnOrigin(call(headers), 8082)).toBe(true);
  });
});

it('may be for this machine by an address that was typed', () => {
  expect(isForOwnHost(call([HOST]), 8082)).toBe(true);
  expect(isForOwnHost(call([['host', 'app.localhost:8082']]), 8082)).toBe(false);
});

import type { HeaderField } from '@drawbridge/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crossSiteFault, isOwnOrigin } from './cross-site.ts';

const host = { name: 'localhost', field: 'localhost:8080' };
const NO_BROWSER = { headers: [] };
const fault = (...headers: readonly HeaderField[]) => crossSiteFault({ headers }, host);

describe('crossSiteFault', () => {
  it.each([
    ['cross-site', ['Sec-Fetch-Site', 'cross-site']],
    ['same-site: another port of this machine', ['Sec-Fetch-Site', 'same-site']],
    ['what nobody knows', ['Sec-Fetch-Site', 'else']],
    ['nothing', ['Sec-Fetch-Site', '']],
  ] as const)('finds a site of %s', (_, field) => {
    expect(fault(field)).toContain('another site');
  });

  it.each([
    'null',
    '',
    'https://evil.test',
    'http://localhost',
    'http://localhost:3000',
    'https://localhost:8080',
    'HTTPS://localhost:8080',
    'http://localhost:8080/',
    'http://localhost:8080@evil.test',
    'http://evil.test#localhost:8080',
    'http://localhost:8080.evil.test',
    'file://',
    'chrome-extension://abc',
    'http://localhost:8080 http://evil.test',
  ])('finds the origin %o', (origin) => {
    expect(fault(['Origin', origin])).toContain('Origin');
  });

  it('finds two fields where one could be for show', () => {
    const good: HeaderField = ['Origin', 'http://localhost:8080'];
    expect(fault(good, ['origin', 'https://evil.test'])).toContain('more than one');
    const none: HeaderField = ['Sec-Fetch-Site', 'none'];
    expect(fault(none, none)).toContain('another site');
  });

  it.each([
    ['no browser', []],
    ['an address that a person entered', [['sec-fetch-site', 'none']]],
    ['letters of another size', [['Sec-Fetch-Site', ' Same-Origin ']]],
    [
      'a page of the upstream',
      [
        ['Sec-Fetch-Site', 'same-origin'],
        ['Origin', 'http://localhost:8080'],
      ],
    ],
    ['one that came without Fetch Metadata', [['Origin', 'http://LOCALHOST:8080']]],
    [
      'one that came by TLS, as the browser says',
      [
        ['Sec-Fetch-Site', 'same-origin'],
        ['Origin', 'https://LOCALHOST:8080'],
      ],
    ],
  ] as const)('lets %s pass', (_, headers) => {
    expect(fault(...headers)).toBeUndefined();
  });
});

it('takes no other origin for its own (property)', () => {
  const parts = fc.constantFrom(
    'http://',
    'https://',
    'localhost',
    ':8080',
    'evil.test',
    '@',
    '.',
    '/',
    ':',
    '#',
    '?',
  );
  const origins = fc.array(parts, { maxLength: 6 }).map((list) => list.join(''));
  fc.assert(
    fc.property(origins, (origin) => {
      if (isOwnOrigin(origin, host, NO_BROWSER)) {
        expect(new URL(origin).origin).toBe('http://localhost:8080');
      }
    }),
  );
});

it('counts the scheme, the host and the port, and knows the usual port', () => {
  const own = (origin: string, field: string, site = 'same-origin') =>
    isOwnOrigin(origin, { name: 'box', field }, { headers: [['Sec-Fetch-Site', site]] });
  expect(own('http://box', 'box:80')).toBe(true);
  expect(own('http://box:80', 'box')).toBe(true);
  expect(own('https://box:443', 'box')).toBe(true);
  expect(own('https://box', 'box:80')).toBe(false);
  expect(own('https://box', 'box', 'none')).toBe(false);
  expect(own('http://box', 'box', 'none')).toBe(true);
  expect(isOwnOrigin('https://box', { name: 'box', field: 'box' }, NO_BROWSER)).toBe(false);
});

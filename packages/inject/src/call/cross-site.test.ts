import type { HeaderField } from '@drawbridge/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crossSiteFault, isOwnOrigin } from './cross-site.ts';

const host = { name: 'localhost', field: 'localhost:8080' };
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
    ['one that came by TLS', [['Origin', 'https://LOCALHOST:8080']]],
  ] as const)('lets %s pass', (_, headers) => {
    expect(fault(...headers)).toBeUndefined();
  });
});

it('takes no other origin for its own (property)', () => {
  const parts = fc.constantFrom('localhost', ':8080', 'evil.test', '@', '.', '/', ':', '#', '?');
  const origins = fc.array(parts, { maxLength: 5 }).map((list) => `http://${list.join('')}`);
  fc.assert(
    fc.property(origins, (origin) => {
      if (isOwnOrigin(origin, host)) expect(new URL(origin).host).toBe('localhost:8080');
    }),
  );
});

it('knows the usual port', () => {
  expect(isOwnOrigin('http://box', { name: 'box', field: 'box:80' })).toBe(true);
  expect(isOwnOrigin('https://box:443', { name: 'box', field: 'box' })).toBe(true);
  expect(isOwnOrigin('https://box', { name: 'box', field: 'box:80' })).toBe(false);
});

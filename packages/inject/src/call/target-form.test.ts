import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { climbs, pathOf, targetFault } from './target-form.ts';

const fault = (target: string, method = 'GET') => targetFault({ method, target });

describe('targetFault', () => {
  it.each([
    ['absolute-form', 'https://evil.test/'],
    ['authority-form', 'evil.test:443'],
    ['asterisk-form', '*'],
    ['nothing', ''],
    ['another host', '//evil.test/'],
    ['another host, with a backslash', '/\\evil.test/'],
    ['a line feed', '/a\r\nHost: evil.test'],
    ['a space', '/a b'],
    ['a fragment', '/a#b'],
    ['a letter that is not of ASCII', '/ä'],
  ])('refuses %s', (_, target) => {
    expect(fault(target)).toBeDefined();
  });

  it.each(['CONNECT', 'TRACE', 'trace', 'TRACK'])('refuses the method %s', (method) => {
    expect(fault('/', method)).toContain('method');
  });

  it.each(['/', '/a/../b', '/a//b', '/%00', '/?//x', '/a?b=https://c.test/#'.slice(0, -1)])(
    'takes %s',
    (target) => {
      expect(fault(target)).toBeUndefined();
    },
  );
});

describe('climbs', () => {
  it.each([
    '/..',
    '/a/../b',
    '/a/%2e%2e/b',
    '/a/.%2E/b',
    '/a/%252e%252e/b',
    '/a/%25252e./b',
    '/a/..%2fb',
    '/a%2f..%2fb',
    '/a\\..\\b',
    '/a/..%5cb',
    '/a/..;x=1/b',
    '/a/..%3bx/b',
    '/a/%%32%65%%32%65/b',
    '/a/%25%32%65%2%65/b',
    '/a/%2%35%32e./b',
    '/a/%c0%ae%c0%ae/b',
    '/a/%25C0%25AE./b',
    '/a/..%c0%afb',
    '/a/..%c1%9cb',
    '/a/..%00/b',
    '/a/..%00x/b',
    '/a/.%09./b',
    '/a/.%00./b',
    '/a/%00..%00/b',
    '/a/..%e0%80%afb',
    '/a/%f0%80%80%ae./b',
    '/a/%25fc%80%80%80%80%ae./b',
    '/a/%u002e%u002e/b',
    '/a/..%25u005cb',
    '/a/..%20/b',
    '/a/..%3fx',
    '/a/..%23x',
  ])('finds %s', (path) => {
    expect(climbs(path)).toBe(true);
  });

  it.each([
    '/',
    '/a..b/...',
    '/.well-known/x',
    '/a/.',
    '/a..',
    '/%2e',
    '/..a',
    '/%',
    '/%2',
    '/a%c3%a4',
    '/%c0%ae',
  ])('lets %s pass', (path) => {
    expect(climbs(path)).toBe(false);
  });

  it('takes no long time for a long path', () => {
    expect(climbs(`/%${'25'.repeat(200_000)}2e./`)).toBe(true);
  });

  it('finds every .. however often and in what pieces it is encoded (property)', () => {
    const encode = (text: string, which: readonly boolean[]) =>
      [...text]
        .map((one, at) => (which[at % which.length] ? `%${one.charCodeAt(0).toString(16)}` : one))
        .join('');
    const round = fc.array(fc.boolean(), { minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(fc.array(round, { maxLength: 4 }), (rounds) => {
        const path = rounds.reduce(encode, '/pin/../x');
        expect(climbs(path)).toBe(true);
      }),
    );
  });

  it('finds every .. that the URL Standard resolves (property)', () => {
    const part = fc.constantFrom('..', '%2e', '.', '/', '\\', 'a', '%2E.', '%25');
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
        const path = `/pin/${parts.join('')}`;
        const { pathname } = new URL(path, 'http://up.test');
        if (!`${pathname}/`.startsWith('/pin/')) expect(climbs(path)).toBe(true);
      }),
    );
  });
});

it('finds the path before the query', () => {
  expect([pathOf('/a?b?c'), pathOf('/a'), pathOf('/?')]).toEqual(['/a', '/a', '/']);
});

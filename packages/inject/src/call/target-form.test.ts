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
  ])('finds %s', (path) => {
    expect(climbs(path)).toBe(true);
  });

  it.each(['/', '/a..b/...', '/.well-known/x', '/a/.', '/a..', '/%2e', '/..a'])(
    'lets %s pass',
    (path) => {
      expect(climbs(path)).toBe(false);
    },
  );

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

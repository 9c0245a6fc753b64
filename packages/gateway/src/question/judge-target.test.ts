import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeTarget } from './judge-target.ts';

describe('judgeTarget', () => {
  it.each([
    '',
    'public',
    '*',
    'http://app.example/x',
    '/..',
    '/public/../admin',
    '/public/%2e%2e/admin',
    '/public/.%2E/admin',
    '/public/%252e%252e/admin',
    '/public/..;/admin',
    '/public/..%3b/admin',
    '/public;%2f..%2fadmin',
    '/public/%2e%2e;x=1/admin',
    '/public/..%2fadmin',
    '/public%2f..%2fadmin',
    '/./admin',
    '/public/.',
    String.raw`/public\..\admin`,
    '/public%5c..%5cadmin',
    '/a%5Cb',
    '/a%00b',
    '/a%0ab',
    '/a\u0000b',
    '/a b',
    '/a\tb',
    '/a#/public',
    '/%',
    '/%zz',
    '/%ff',
    '/%c0%ae%c0%ae/admin',
    '/ä',
    '/a%253bb',
  ])('refuses %j', (target) => {
    expect(() => judgeTarget(target)).toThrow(/target of the request that waits/);
  });

  it.each([
    ['/', ['/']],
    ['/public?x=/../admin', ['/public']],
    ['/a%20b', ['/a b']],
    ['/%61dmin', ['/admin']],
    ['/caf%C3%A9/', ['/café/']],
    ['/%23/public', ['/#/public']],
    ['/...', ['/...']],
    ['/.well-known/x', ['/.well-known/x']],
    ['/api/group%2Fproject', ['/api/group%2Fproject', '/api/group/project']],
    ['//admin', ['//admin', '/admin']],
    ['/a//b/', ['/a//b/', '/a/b/']],
    ['//', ['//', '/']],
    ['/admin;x=1', ['/admin;x=1', '/admin']],
    ['/a;x/b', ['/a;x/b', '/a/b']],
    // Encoded, it is part of the name for one reader, and the next decodes before it looks for parameters.
    ['/a%3Bb', ['/a;b', '/a']],
    ['/admin%3b', ['/admin;', '/admin']],
    ['/admin%3b%E2%80%A8x', ['/admin;\u2028x', '/admin']],
    ['/x;%2Fadmin', ['/x;%2Fadmin', '/x', '/x/admin']],
    ['/x;%2fadmin%3bv=1//b', ['/x;%2Fadmin;v=1//b', '/x/b', '/x/admin/b']],
  ])('reads %j', (target, readings) => {
    expect(judgeTarget(target)).toEqual({ target, readings });
  });

  it('reads two encodings of one path alike, of which one may have nothing to decode', () => {
    const name = fc.oneof(
      fc.stringMatching(/^[a-z0-9 ~_-][a-z0-9 ~._-]{0,7}$/),
      fc.stringMatching(/^[a-z0-9~_-][a-z0-9~._-]{0,7}$/),
      fc.constantFrom('..a', '.a', 'a..', 'a;b', '%2e'),
    );
    const readingsOf = (target: string) => {
      try {
        return judgeTarget(target).readings;
      } catch {
        return 'refused';
      }
    };
    const encode = (text: string, all: boolean) =>
      all
        ? [...text].map((letter) => `%${letter.charCodeAt(0).toString(16)}`).join('')
        : encodeURIComponent(text);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(name, fc.boolean()), { maxLength: 5 }),
        fc.constantFrom('', '/', '?a=%2F'),
        (names, end) => {
          const of = (path: (text: string, all: boolean) => string) =>
            `/${names.map(([text, all]) => path(text, all)).join('/')}${end}`;
          const mixed = readingsOf(of(encode));
          expect(readingsOf(of((text, all) => encode(text, !all)))).toEqual(mixed);
          expect(readingsOf(of((text) => encode(text, false)))).toEqual(mixed);
        },
      ),
    );
  });

  it('never has a reading that another resolves to something else', () => {
    const piece = fc.constantFrom(
      '/',
      '.',
      '..',
      ';',
      '%2e',
      '%2f',
      '%5c',
      '%25',
      '%3b',
      '\\',
      'a',
      '?',
      '#',
      '%00',
      '//',
      ' ',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 10 }), (pieces) => {
        const target = `/${pieces.join('')}`;
        let readings: readonly string[];
        try {
          ({ readings } = judgeTarget(target));
        } catch {
          return;
        }
        for (const reading of readings) {
          const { pathname } = new URL(`http://a${encodeURI(reading).replaceAll('?', '%3F')}`);
          expect(pathname).toBe(encodeURI(reading).replaceAll('?', '%3F').replaceAll('#', '%23'));
        }
      }),
      { numRuns: 2000 },
    );
  });
});

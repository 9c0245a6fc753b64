import { compileAccessRules } from '@drawbridge/rules';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pathsOf, readRoute } from './route-paths.ts';

describe('pathsOf', () => {
  it.each([
    '/public',
    'public',
    '^/(a|b)$',
    '^/a|^/b',
    '^/[a-z]+$',
    '^/a+',
    '^/a.*b$',
    '^/a.+$',
    '^/a{2}$',
    String.raw`^/\d+$`,
    String.raw`^/a\?x=1`,
    '^/a?$',
    '^/a#b',
    '^/%2e',
    '^/../a',
    '^/a/./b$',
    '^',
    '',
    '.*',
    '^a$',
    '(?i)^/a$',
    '^/a\n$',
  ])('says of %j that no list of paths is the same', (expression) => {
    expect(pathsOf(expression)).toBeUndefined();
  });

  it.each([
    ['^/health$', ['/health']],
    ['^/robots.txt$', ['/robots.txt']],
    [String.raw`^\/robots\.txt$`, ['/robots.txt']],
    ['^/api/?$', ['/api', '/api/']],
    ['^/api(/.*)?$', ['/api/**']],
    ['^/api(/|$)', ['/api/**']],
    ['^/api', ['/api**']],
    ['^/api.*', ['/api**']],
    ['^/api.*$', ['/api**']],
    ['^/static/', ['/static/*', '/static/*/**']],
    ['^/', ['/**']],
    ['^/.*', ['/**']],
    [String.raw`^/a\*b$`, [String.raw`/a\*b`]],
  ])('makes paths of %j', (expression, paths) => {
    expect(pathsOf(expression)).toEqual(paths);
  });
});

describe('paths of an expression', () => {
  const pieces = [
    '/',
    'a',
    'b',
    '.',
    String.raw`\.`,
    '-',
    '*',
    String.raw`\*`,
    '/a',
    'A',
    '=',
    ' ',
  ];
  const literal = fc.array(fc.constantFrom(...pieces), { maxLength: 5 }).map((all) => all.join(''));
  const ends = ['', '$', '/?$', '.*', '.*$', '(/.*)?$', '(/.*)?', '(/|$)', '+$', '|x'];
  const path = fc
    .array(fc.constantFrom('/', 'a', 'b', '.', 'x', '-', '*', 'A', '=', ' '), {
      maxLength: 8,
    })
    .map((all) => `/${all.join('')}`);

  it('open nothing that the expression did not', async () => {
    await fc.assert(
      fc.asyncProperty(
        literal,
        fc.constantFrom(...ends),
        fc.array(path, { minLength: 1, maxLength: 8 }),
        async (text, end, asked) => {
          const expression = `^/${text}${end}`;
          const paths = pathsOf(expression);
          if (paths === undefined) return;
          const rules = [{ name: 'open', match: { paths }, allow: 'anyone' }] as const;
          const { decide } = await compileAccessRules(rules);
          // Go and JavaScript read these alike. No path has a line feed, which a dot does not take.
          const old = new RegExp(expression);
          for (const one of [...asked, `/${text}`, `/${text}/x`, `/${text}x`]) {
            const target = { host: 'a.example', path: one, method: 'GET' };
            if (decide(target).kind === 'allowed') expect(one).toMatch(old);
          }
        },
      ),
    );
  });
});

describe('readRoute', () => {
  it.each(['GET!=^/a$', '!=^/a$', 'GET=a', '='])('has no open route for %j', (route) => {
    expect(readRoute(route)).toBeUndefined();
  });

  it.each([
    ['get=^/a$', 'GET', ['/a']],
    ['^/a$', undefined, ['/a']],
    ['=^/a$', undefined, ['/a']],
    ['POST=^/a=b$', 'POST', ['/a=b']],
    ['^/a=b$', undefined, ['/a=b']],
  ])('reads %j', (route, method, paths) => {
    expect(readRoute(route)).toEqual({ method, paths });
  });
});

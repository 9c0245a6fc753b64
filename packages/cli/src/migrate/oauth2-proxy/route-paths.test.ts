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

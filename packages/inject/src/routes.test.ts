import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstOf, stubSource } from './stub-source.fixture.ts';
import {
  compileRoutes,
  createFindRoute,
  isBelow,
  type Route,
  routePathFault,
  targetAt,
  upstreamFault,
} from './routes.ts';

const tokens = stubSource('t');
const compile = (upstream: string, path?: string, host?: string): Route =>
  firstOf(
    compileRoutes([
      {
        upstream,
        tokens,
        ...(path !== undefined && { path }),
        ...(host !== undefined && { host }),
      },
    ]),
  );

describe('compileRoutes', () => {
  it.each([
    ['no route', [], 'at least one route'],
    ['an upstream that is none', [{ upstream: 'up.test', tokens }], 'absolute URL'],
    ['a file', [{ upstream: 'file:///etc', tokens }], 'https or http'],
    ['user information', [{ upstream: 'https://a:b@up.test', tokens }], 'user information'],
    ['a query', [{ upstream: 'https://up.test/?a', tokens }], 'query'],
    ['a fragment', [{ upstream: 'https://up.test/#a', tokens }], 'fragment'],
    ['a path that is none', [{ upstream: 'https://up.test', path: 'a', tokens }], 'such as /api'],
    ['one that climbs', [{ upstream: 'https://up.test', path: '/a/%2e%2e', tokens }], '..'],
    ['a host with a port', [{ upstream: 'https://up.test', host: 'a:1', tokens }], 'port'],
    [
      'the same twice',
      [
        { upstream: 'https://a.test', path: '/a', tokens },
        { upstream: 'https://b.test', path: '/a/', tokens },
      ],
      'two routes are for /a',
    ],
  ])('refuses %s', (_, routes, message) => {
    expect(() => compileRoutes(routes)).toThrow(TypeError);
    expect(() => compileRoutes(routes)).toThrow(message);
  });

  it('repeats no secret of an address', () => {
    const upstream = 'https://ann:planted@up.test';
    expect(() => compileRoutes([{ upstream, tokens }])).not.toThrow('planted');
  });
});

it('finds the route for the host first, and the longest path', () => {
  const find = createFindRoute(
    compileRoutes([
      { upstream: 'https://all.test', tokens },
      { upstream: 'https://api.test', path: '/api', tokens },
      { upstream: 'https://v2.test', path: '/api/v2', tokens },
      { upstream: 'https://host.test', host: 'Box.test', tokens },
    ]),
  );
  const found = (host: string, path: string) => find(host, path)?.origin;
  expect(found('localhost', '/x')).toBe('https://all.test');
  expect(found('localhost', '/apis')).toBe('https://all.test');
  expect(found('localhost', '/api')).toBe('https://api.test');
  expect(found('localhost', '/api/v2/x')).toBe('https://v2.test');
  expect(found('box.test', '/api/v2/x')).toBe('https://host.test');
});

describe('targetAt', () => {
  it.each([
    ['https://up.test', undefined, '/a/../b?c', '/a/../b?c'],
    ['https://up.test/', '/', '/%2F?a?b', '/%2F?a?b'],
    ['https://up.test/base/', undefined, '/', '/base/'],
    ['https://up.test/base', '/a', '/a', '/base'],
    ['https://up.test/base', '/a', '/a?b', '/base?b'],
    ['https://up.test', '/a', '/a?b=/../c', '/?b=/../c'],
    ['https://up.test', '/a', '/a/b//c', '/b//c'],
  ])('%s below %s: %s is %s', (upstream, path, target, wanted) => {
    expect(targetAt(compile(upstream, path), target)).toBe(wanted);
  });

  it.each(['/a/..', '/a/%2e%2e/x', '/a/b/..%2f..%2fc', '/a//evil.test', '/a/\\evil.test'])(
    'refuses %s',
    (target) => {
      expect(targetAt(compile('https://up.test', '/a'), target)).toBeUndefined();
    },
  );

  it('stays below the base path, as the URL Standard reads it (property)', () => {
    const part = fc.constantFrom('..', '%2e', '.', '/', '\\', 'a', '?', '%2E.', ';', '%2f');
    fc.assert(
      fc.property(fc.array(part, { maxLength: 9 }), (parts) => {
        const route = compile('https://up.test/base', '/a');
        const target = targetAt(route, `/a/${parts.join('')}`);
        if (target === undefined) return;
        const url = new URL(target, route.origin);
        expect(url.origin).toBe(route.origin);
        expect(isBelow(url.pathname, '/base')).toBe(true);
      }),
    );
  });
});

it('says what is wrong in a clause', () => {
  expect(upstreamFault('https://up.test:8443/a')).toBeUndefined();
  expect(routePathFault('/a/b/')).toBeUndefined();
  expect(routePathFault('/')).toBeUndefined();
  expect(routePathFault('/a/./b')).toContain('. or ..');
});

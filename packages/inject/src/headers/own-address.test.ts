import { parseUrl } from '@drawbridge/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { InjectRoute } from '../injector.ts';
import { compileRoutes, createFindRoute, type Route } from '../routes.ts';
import { firstOf, stubSource } from '../stub-source.fixture.ts';
import { ownLocation, upstreamUrl } from './own-address.ts';

const tokens = stubSource('t');

function reachOf(...given: readonly Omit<InjectRoute, 'tokens'>[]) {
  const routes = compileRoutes(given.map((route) => ({ ...route, tokens })));
  const findRoute = createFindRoute(routes);
  return { routes, find: (path: string) => findRoute('localhost', path) };
}

const PLAIN = reachOf({ upstream: 'https://up.test' });
const BASED = reachOf({ upstream: 'https://up.test/base', path: '/a' });

const at = (reach: typeof PLAIN, location: string, target = '/base/x/y') =>
  ownLocation(location, firstOf(reach.routes), target, reach);

describe('ownLocation', () => {
  it.each([
    'https://evil.test/',
    'http://up.test/',
    'https://up.test:8443/',
    'https://up.test.evil.test/',
    'https://up.test@evil.test/',
    'mailto:a@up.test',
    'javascript:alert(1)',
    'https://[',
    'http://localhost:8080/',
  ])('leaves %s as it is', (location) => {
    expect(at(PLAIN, location)).toBe(location);
    expect(at(BASED, location)).toBe(location);
  });

  it.each([
    ['//evil.test/', 'https://evil.test/'],
    ['/\\evil.test/', 'https://evil.test/'],
    ['\\\\evil.test/', 'https://evil.test/'],
    ['\t//evil.test/', 'https://evil.test/'],
    ['/\t/evil.test/', 'https://evil.test/'],
    ['http:evil.test', 'http://evil.test/'],
    ['http:/evil.test', 'http://evil.test/'],
    ['//up.test:8443/', 'https://up.test:8443/'],
  ])('writes %j out, as whoever knows the upstream reads it', (location, wanted) => {
    expect(at(PLAIN, location)).toBe(wanted);
    expect(at(BASED, location)).toBe(wanted);
  });

  it.each([
    ['https://up.test/a?b#c', '/a?b#c'],
    ['https://UP.test:443', '/'],
    ['https://ann@up.test/a', '/a'],
    ['//up.test/a', '/a'],
    ['/a', '/a'],
    ['z', '/base/x/z'],
    ['?q', '/base/x/y?q'],
    ['https://up.test//evil.test/', '/.//evil.test/'],
  ])('leads %s to %s', (location, wanted) => {
    expect(at(PLAIN, location)).toBe(wanted);
  });

  it.each([
    ['https://up.test/base', '/a'],
    ['https://up.test/base/b?c', '/a/b?c'],
    ['/base/b', '/a/b'],
    ['../z', '/a/z'],
    ['https://up.test/login', 'https://up.test/login'],
    ['/login', 'https://up.test/login'],
    ['/bases', 'https://up.test/bases'],
    ['/base/../login', 'https://up.test/login'],
  ])('below a base path, leads %s to %s', (location, wanted) => {
    expect(at(BASED, location)).toBe(wanted);
  });

  it('finds the route that leads there, and none that another is in the way of', () => {
    const reach = reachOf(
      { upstream: 'https://up.test/one', path: '/1' },
      { upstream: 'https://up.test/two', path: '/2' },
      { upstream: 'https://else.test', path: '/1/b' },
    );
    const route = reach.routes.find(({ path }) => path === '/1') as Route;
    const led = (location: string) => ownLocation(location, route, '/one', reach);
    expect(led('/two/x')).toBe('/2/x');
    expect(led('/one/a')).toBe('/1/a');
    expect(led('/one/b')).toBe('https://up.test/one/b');
  });

  it('never leads to another origin, and never changes where others lead (property)', () => {
    const part = fc.constantFrom(
      'https:',
      'http:',
      '/',
      '//',
      '\\',
      'up.test',
      'evil.test',
      '@',
      ':',
      '443',
      '..',
      '.',
      '?',
      '#',
      'base',
      '%2f',
      '\t',
    );
    fc.assert(
      fc.property(
        fc.array(part, { maxLength: 8 }),
        fc.constantFrom(PLAIN, BASED),
        (parts, reach) => {
          const location = parts.join('');
          const here = 'https://up.test/base/x/y';
          const before = parseUrl(location, here);
          if (before === undefined) return;
          const told = at(reach, location);
          if (before.origin !== 'https://up.test') {
            expect(new URL(told, 'http://localhost:8080/some/where').href).toBe(before.href);
            return;
          }
          const after = new URL(told, 'http://localhost:8080/some/where').origin;
          expect(['http://localhost:8080', 'https://up.test']).toContain(after);
          if (reach === PLAIN) expect(after).toBe('http://localhost:8080');
        },
      ),
      { numRuns: 1000 },
    );
  });
});

it('names a page of this proxy as the upstream would have', () => {
  const own = (path: string, reach = BASED) =>
    upstreamUrl(firstOf(reach.routes), new URL(path, 'http://localhost:8080'));
  expect(own('/a/b?c')).toBe('https://up.test/base/b?c');
  expect(own('/a')).toBe('https://up.test/base');
  expect(own('/else')).toBe('https://up.test/');
  expect(own('/x?y', PLAIN)).toBe('https://up.test/x?y');
});

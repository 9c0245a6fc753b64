import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { basePathFault, withoutBasePath } from './base-path.ts';

describe('basePathFault', () => {
  it.each([
    '',
    '/',
    'team',
    'team/one',
    '/team/',
    '//team',
    '/team//one',
    '/team/..',
    '/../team',
    '/./team',
    '/team/.',
    '/te%61m',
    '/team?x',
    '/team#x',
    '/team one',
    '/team;x',
    '/tëam',
    '/team\n',
    'https://a/team',
  ])('finds fault with %j', (text) => {
    expect(basePathFault(text)).toMatch(/^(?:is|has) /);
  });

  it.each(['/team', '/team/one', '/a.b/c_d/~e-f', '/...', '/.well-known'])('takes %j', (text) => {
    expect(basePathFault(text)).toBeUndefined();
  });
});

describe('withoutBasePath', () => {
  it.each([
    ['the root', '/'],
    ['a part of it', '/team'],
    ['a longer last part', '/team/onee'],
    ['a longer last part with a path', '/team/onee/token'],
    ['a second slash before it', '//team/one/token'],
    ['a second slash in it', '/team//one/token'],
    ['a dot in it', '/team/./one/token'],
    ['a way round to it', '/x/../team/one/token'],
    ['an escape in it', '/te%61m/one/token'],
    ['an escaped slash after it', '/team/one%2Ftoken'],
    ['other letters', '/Team/one/token'],
    ['a whole URL', 'http://a/team/one/token'],
    ['an asterisk', '*'],
    ['an authority', 'a:443'],
    ['no slash before it', 'team/one/token'],
    ['a parameter after it', '/team/one;x/token'],
    ['a backslash after it', '/team/one\\token'],
    ['a fragment after it', '/team/one#/token'],
    ['nothing', ''],
  ])('takes %s for another path: %j', (_, target) => {
    expect(withoutBasePath(target, '/team/one')).toBeUndefined();
  });

  it.each([
    ['/team/one', '/'],
    ['/team/one/', '/'],
    ['/team/one?a=b', '/?a=b'],
    ['/team/one/token?a=/b', '/token?a=/b'],
    // What is after it is as it was sent: the service compares it exactly.
    ['/team/one//token', '//token'],
    ['/team/one/../token', '/../token'],
    ['/team/one/%74oken', '/%74oken'],
    ['/team/one/team/one', '/team/one'],
  ])('of %j leaves %j', (target, rest) => {
    expect(withoutBasePath(target, '/team/one')).toBe(rest);
  });

  it('leaves every target as it is where there is no base path', () => {
    for (const target of ['/token', '*', 'http://a/', '']) {
      expect(withoutBasePath(target, '')).toBe(target);
    }
  });

  it('leaves what was put after the base path, and nothing of another target (property)', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (rest, other) => {
        expect(withoutBasePath(`/a/b/${rest}`, '/a/b')).toBe(`/${rest}`);
        const left = withoutBasePath(other, '/a/b');
        if (left !== undefined) expect(other.startsWith('/a/b')).toBe(true);
      }),
    );
  });
});

import { expect, it } from 'vitest';
import { compileRoutes, type Route } from '../routes.ts';
import { stubSource } from '../stub-source.fixture.ts';
import { ownCookie } from './set-cookie.ts';

const tokens = stubSource('t');
const [plain] = compileRoutes([{ upstream: 'https://up.test', tokens }]) as [Route];
const [based] = compileRoutes([{ upstream: 'https://up.test/base', path: '/a', tokens }]) as [
  Route,
];

it.each([
  ['a=b', 'a=b', 'a=b'],
  ['a=b; Domain=.up.test; HttpOnly', 'a=b; HttpOnly', 'a=b; HttpOnly'],
  ['a=b;secure;DOMAIN=up.test', 'a=b', 'a=b'],
  ['a=b; Path=/; Max-Age=1', 'a=b; Path=/; Max-Age=1', 'a=b; Path=/a; Max-Age=1'],
  ['a=b; path=/base/c', 'a=b; Path=/base/c', 'a=b; Path=/a/c'],
  ['a=b; path=/base/', 'a=b; Path=/base/', 'a=b; Path=/a'],
  ['a=b; path=/else', 'a=b; Path=/else', 'a=b; Path=/a'],
  ['a=b; SameSite=None; Secure; Partitioned', 'a=b', 'a=b'],
  ['a=b; SameSite=Lax; Secure', 'a=b; SameSite=Lax', 'a=b; SameSite=Lax'],
  ['__Host-a=b; Secure; Path=/', '__Host-a=b; Secure; Path=/', '__Host-a=b; Secure; Path=/'],
  ['__HOST-a=b;path=/ ; SECURE', '__HOST-a=b;path=/ ; SECURE', '__HOST-a=b;path=/ ; SECURE'],
  [
    '__Secure-a=b; Secure; Path=/; Domain=up.test',
    '__Secure-a=b; Secure; Path=/',
    '__Secure-a=b; Secure; Path=/a',
  ],
  [
    'a="x=y"; Expires=Wed, 21 Oct 2026 07:28:00 GMT',
    'a="x=y"; Expires=Wed, 21 Oct 2026 07:28:00 GMT',
    'a="x=y"; Expires=Wed, 21 Oct 2026 07:28:00 GMT',
  ],
])('%s', (cookie, wanted, below) => {
  expect(ownCookie(cookie, plain)).toBe(wanted);
  expect(ownCookie(cookie, based)).toBe(below);
});

it('has a path that is none stand for all that the route is for', () => {
  const [pinned] = compileRoutes([{ upstream: 'https://up.test', path: '/a', tokens }]) as [Route];
  expect(ownCookie('a=b; Path=c', pinned)).toBe('a=b; Path=/a');
  expect(ownCookie('a=b; Path', pinned)).toBe('a=b; Path=/a');
  expect(ownCookie('a=b; Path=/c', pinned)).toBe('a=b; Path=/a/c');
});

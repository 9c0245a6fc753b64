import { expect, it } from 'vitest';
import { appHostFault, createAppHosts, createSignInHosts } from './app-hosts.ts';
import { createAuthOrigin } from './auth-origin.ts';

const auth = createAuthOrigin('https://auth.example.com');

it('has hosts as rules have them', () => {
  const hosts = createAppHosts(['app.example.com', '*.apps.example.com'], auth);
  expect(hosts.has('app.example.com')).toBe(true);
  expect(hosts.has('a.apps.example.com')).toBe(true);
  expect(hosts.has('evilapps.example.com')).toBe(false);
  expect(appHostFault('app.example.com')).toBeUndefined();
  expect(appHostFault('*.com')).toBeDefined();
  expect(() => createAppHosts(['*'], auth)).toThrow(TypeError);
});

it('never has the auth host, which people sign in to all the same', () => {
  for (const list of [['*.example.com'], ['auth.example.com', 'app.example.com']]) {
    const hosts = createAppHosts(list, auth);
    const all = createSignInHosts(hosts, auth);
    expect([hosts.has('auth.example.com'), hosts.has('app.example.com')]).toEqual([false, true]);
    expect([all.has('auth.example.com'), all.has('app.example.com')]).toEqual([true, true]);
    expect([all.has('evil.example'), all.has('auth.example.com:8443')]).toEqual([false, false]);
  }
});

it.each([
  [['app.example.com', 'app.example.com:8443']],
  [['*.example.com', 'app.example.com:8443']],
  [['auth.example.com:8443']],
])('takes no list with two ports of one name, which would share cookies: %j', (list) => {
  expect(() => createAppHosts(list, auth)).toThrow(TypeError);
  expect(() => createAppHosts(list, createAuthOrigin('http://localhost:9090'))).not.toThrow();
});

import { expect, it } from 'vitest';
import { appHostFault, createAppHosts } from './app-hosts.ts';

it('has hosts as rules have them', () => {
  const hosts = createAppHosts(['app.example.com', '*.apps.example.com']);
  expect(hosts.has('app.example.com')).toBe(true);
  expect(hosts.has('a.apps.example.com')).toBe(true);
  expect(hosts.has('evilapps.example.com')).toBe(false);
  expect(appHostFault('app.example.com')).toBeUndefined();
  expect(appHostFault('*.com')).toBeDefined();
  expect(() => createAppHosts(['*'])).toThrow(TypeError);
});

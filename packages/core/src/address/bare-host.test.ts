import { expect, it } from 'vitest';
import { bareHost } from './bare-host.ts';

it.each([
  ['https://a.test:8443/b', 'a.test'],
  ['https://[2001:DB8::1]:8443', '2001:db8::1'],
  ['https://192.0.2.1', '192.0.2.1'],
])('the host of %s is %s', (url, host) => {
  expect(bareHost(new URL(url))).toBe(host);
});

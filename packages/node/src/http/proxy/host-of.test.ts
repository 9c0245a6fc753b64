import { expect, it } from 'vitest';
import { authorityOf, hostOf, isThisMachine } from './host-of.ts';

it.each([
  ['https://A.example', { name: 'a.example', family: 0, port: 443 }, 'a.example:443'],
  ['http://a.example.', { name: 'a.example', family: 0, port: 80 }, 'a.example:80'],
  ['https://10.0.0.1:8443', { name: '10.0.0.1', family: 4, port: 8443 }, '10.0.0.1:8443'],
  ['https://[FD00:0::1]', { name: 'fd00::1', family: 6, port: 443 }, '[fd00::1]:443'],
])('says where %s leads', (url, host, authority) => {
  expect(hostOf(new URL(url))).toEqual(host);
  expect(authorityOf(new URL(url))).toBe(authority);
});

it.each([
  ['https://localhost:8443', true],
  ['https://a.localhost.', true],
  ['https://127.255.0.1', true],
  ['https://[::1]', true],
  ['https://[::ffff:127.0.0.1]', true],
  ['https://notlocalhost', false],
  ['https://localhost.example', false],
  ['https://128.0.0.1', false],
  ['https://[::2]', false],
])('says whether %s is this machine: %s', (url, expected) => {
  expect(isThisMachine(hostOf(new URL(url)))).toBe(expected);
});

import { expect, it } from 'vitest';
import { createAuthOrigin } from './auth-origin.ts';

it.each([
  '',
  'auth.example.com',
  'ftp://auth.example.com',
  'ws://auth.example.com',
  'javascript:alert(1)',
  'blob:https://auth.example.com',
  'https:auth.example.com',
  'https://auth.example.com/',
  'https://auth.example.com/login',
  'HTTPS://auth.example.com',
  'https://auth.example.com?x',
  'https://auth.example.com#x',
  'https://me@auth.example.com',
  'https://AUTH.example.com',
  'https://auth.example.com:443',
  ' https://auth.example.com',
])('takes %j for none', (url) => {
  expect(() => createAuthOrigin(url)).toThrow(TypeError);
});

it.each([
  ['https://auth.example.com', 'https', 'auth.example.com'],
  ['https://auth.example.com:8443', 'https', 'auth.example.com:8443'],
  ['http://localhost:9090', 'http', 'localhost:9090'],
  ['http://[::1]:9090', 'http', '[::1]:9090'],
])('reads %s', (url, scheme, host) => {
  const origin = createAuthOrigin(url);
  expect(origin).toEqual({ url, scheme, host });
  expect(Object.isFrozen(origin)).toBe(true);
});

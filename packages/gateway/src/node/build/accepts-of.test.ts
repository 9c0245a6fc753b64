import { expect, it } from 'vitest';
import { acceptsOf } from './accepts-of.ts';

const accepts = acceptsOf([
  { name: 'corp', issuer: 'https://id.example.com' },
  { name: 'auth0', issuer: 'https://tenant.example/.well-known/openid-configuration' },
]);

it.each([
  ['gone', 'https://id.example.com'],
  ['corp', 'https://id.example.com.evil.example'],
  ['corp', 'https://id.example.com/other'],
  ['corp', 'https://tenant.example/'],
  ['corp', 'http://id.example.com'],
  ['corp', ''],
  ['', ''],
])('takes nobody of %j at %j', (provider, issuer) => {
  expect(accepts({ provider, issuer })).toBe(false);
});

it.each([
  ['corp', 'https://id.example.com'],
  // A provider is found without the slash that its tokens have.
  ['corp', 'https://id.example.com/'],
  ['auth0', 'https://tenant.example/'],
])('takes who signed in with %j at %j', (provider, issuer) => {
  expect(accepts({ provider, issuer })).toBe(true);
});

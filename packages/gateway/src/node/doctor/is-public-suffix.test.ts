import { expect, it } from 'vitest';
import { isPublicSuffix } from './is-public-suffix.ts';

it.each([
  ['example.com', false],
  ['app.example.co.uk', false],
  ['me.github.io', false],
  ['me.duckdns.org', false],
  ['127.0.0.1', false],
  ['', false],
  ['com', true],
  ['co.uk', true],
  ['CO.UK', true],
  ['github.io', true],
  ['duckdns.org', true],
])('%s is a public suffix: %s', async (domain, isOne) => {
  expect(await isPublicSuffix(domain)).toBe(isOne);
});

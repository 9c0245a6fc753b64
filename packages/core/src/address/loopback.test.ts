import { expect, it } from 'vitest';
import { isLoopbackAddress } from './loopback.ts';

it.each([
  ['127.0.0.1', true],
  ['127.255.0.1', true],
  ['::1', true],
  ['::ffff:127.0.0.1', true],
  ['128.0.0.1', false],
  ['::2', false],
  ['::127.0.0.1', false],
  ['127.1', false],
  ['localhost', false],
  ['127.0.0.1.example', false],
])('says whether %s is an address of this machine alone: %s', (text, expected) => {
  expect(isLoopbackAddress(text)).toBe(expected);
});

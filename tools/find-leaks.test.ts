import { expect, test } from 'vitest';
import { findLeaks } from './find-leaks.mjs';

const segment = 'eyJ'.padEnd(20, 'A');
const pem = (body: string) => ['-----BEGIN', 'PRIVATE', `KEY-----\n${body}`].join(' ');

test.each([
  ['a token', 'src/a.ts', `x\n'${segment}.${segment}.${segment}'`, 'src/a.ts:2: a token'],
  ['a PEM key', 'a.md', pem('M'.repeat(64)), 'a.md:1: a private key'],
  ['a JWK key', 'a.md', `{"d": "${'M'.repeat(43)}"}`, 'a.md:1: a private key'],
  ['a home', 'a.md', ['', 'home', 'ann', 'x'].join('/'), 'a.md:1: a path of one machine'],
  [
    'a registry',
    'package-lock.json',
    '{\n"resolved": "https://',
    'package-lock.json:2: the address of a registry',
  ],
])('%s is found', (_, file, text, leak) => {
  expect(findLeaks(file, text)).toEqual([leak]);
});

test.each([
  ['a token among the vectors', 'src/vectors/a.json', `${segment}.${segment}.${segment}`],
  ['code that looks for keys', 'src/a.ts', "text.startsWith('-----BEGIN PRIVATE KEY-----')"],
  ['an address', 'a.md', 'https://example.com/home/ann/ and ./work/x'],
  ['a home of nobody', 'a.md', '/home/user/drawbridge.yaml'],
])('%s is no leak', (_, file, text) => {
  expect(findLeaks(file, text)).toEqual([]);
});

import { expect, test } from 'vitest';
import { shellWord } from './shell-word.ts';

test.each([
  ['./issuer-data', './issuer-data'],
  ['my data', "'my data'"],
  ['$HOME', "'$HOME'"],
  ['-x', "'-x'"],
  ['a;b', "'a;b'"],
  ['dev', 'dev'],
  ['alice@example.com', 'alice@example.com'],
  ['', "''"],
])('%j is pasted as %s', (text, word) => {
  expect(shellWord(text)).toBe(word);
});

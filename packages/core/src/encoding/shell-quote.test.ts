import { expect, test } from 'vitest';
import { quoteForFish, quoteForPowershell, quoteForShell } from './shell-quote.ts';

test.each([
  ['plain', "'plain'"],
  ['', "''"],
  ["it's $HOME `id` \\", String.raw`'it'\''s $HOME ${'`id`'} \'`],
])('a POSIX shell: %s', (text, quoted) => {
  expect(quoteForShell(text)).toBe(quoted);
});

test('fish: a quote and a backslash are escaped', () => {
  expect(quoteForFish(String.raw`it's \n`)).toBe(String.raw`'it\'s \\n'`);
});

test('PowerShell: each of its single quotes is doubled', () => {
  expect(quoteForPowershell("a'b\u2018c\u2019d\u201ae\u201bf$x")).toBe(
    "'a''b\u2018\u2018c\u2019\u2019d\u201a\u201ae\u201b\u201bf$x'",
  );
});

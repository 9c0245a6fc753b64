import { Command } from 'commander';
import { expect, test } from 'vitest';
import { filled, numberOrWord, repeatable } from './option-values.ts';

test('gathers every value and leaves the arguments alone', () => {
  const command = new Command()
    .argument('<token>')
    .option('--audience <audience>', '', repeatable)
    .parse(['--audience', 'a', '--audience', 'b', 'token'], { from: 'user' });
  expect(command.opts()).toEqual({ audience: ['a', 'b'] });
  expect(command.args).toEqual(['token']);
});

test('refuses an empty value, which comes of a variable that is not set', () => {
  for (const option of [filled, repeatable]) {
    expect(() => option('')).toThrow('It is empty.');
  }
  expect(filled('a')).toBe('a');
});

test('takes digits for a number and leaves words to who knows them', () => {
  expect(['2', 'auto', '1.5', '-1'].map(numberOrWord)).toEqual([2, 'auto', '1.5', '-1']);
  expect(() => numberOrWord('')).toThrow('It is empty.');
});

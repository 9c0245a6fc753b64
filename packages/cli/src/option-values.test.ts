import { Command } from 'commander';
import { expect, test } from 'vitest';
import {
  filled,
  namedText,
  numberOrWord,
  repeatable,
  repeated,
  seconds,
  wholeNumber,
} from './option-values.ts';

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

test.each(['', '-1', '1.5', '0x1', '1e2', '61', '99999999999', ' 1'])(
  'refuses %j as a whole number from 0 to 60',
  (value) => {
    expect(() => wholeNumber(0, 60)(value)).toThrow('Give a whole number from 0 to 60.');
  },
);

test('takes both ends of the range', () => {
  expect(['0', '060', '60'].map(wholeNumber(0, 60))).toEqual([0, 60, 60]);
});

test('takes digits for a number and leaves words to who knows them', () => {
  expect(['2', 'auto', '1.5', '-1'].map(numberOrWord)).toEqual([2, 'auto', '1.5', '-1']);
  expect(() => numberOrWord('')).toThrow('It is empty.');
});

test('takes a length in seconds, minutes and hours', () => {
  expect(['900', '900s', '15m', '12h'].map(seconds(900, 43_200))).toEqual([900, 900, 900, 43_200]);
  for (const wrong of ['', '1', '899', '43201', '13h', '1d', '-1h', '1.5h', '1 h', 'h']) {
    expect(() => seconds(900, 43_200)(wrong), wrong).toThrow('Give 900 to 43200 seconds');
  }
});

test('takes a name with text up to the first equals sign, again and again', () => {
  const read = repeated(namedText);
  expect(read('b=c=d', read('/a/b='))).toEqual([
    ['/a/b', ''],
    ['b', 'c=d'],
  ]);
  for (const wrong of ['', 'a', '=a']) expect(() => namedText(wrong)).toThrow('Give NAME=VALUE');
});

import { Command } from 'commander';
import { expect, test } from 'vitest';
import { repeatable } from './repeatable.ts';

test('gathers every value and leaves the arguments alone', () => {
  const command = new Command()
    .argument('<token>')
    .option('--audience <audience>', '', repeatable)
    .parse(['--audience', 'a', '--audience', 'b', 'token'], { from: 'user' });
  expect(command.opts()).toEqual({ audience: ['a', 'b'] });
  expect(command.args).toEqual(['token']);
});

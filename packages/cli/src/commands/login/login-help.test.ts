import { Command } from 'commander';
import { expect, it } from 'vitest';
import { createContext } from '../../context.ts';
import { createTestTerminal, testRun } from '../../test-run.fixture.ts';
import { define } from './login.ts';

const HEADINGS = [
  'Which login, and where:',
  'As which role of AWS:',
  'How to sign in:',
  'Where the browser comes back to:',
  'What the provider is asked:',
  'What is written:',
  'What is told:',
];

it('has every flag of login under a heading', () => {
  const command = new Command();
  define(command, createContext(createTestTerminal()));
  const shown = command.options.filter(({ hidden }) => !hidden);
  for (const { long, helpGroupHeading } of shown)
    expect(HEADINGS, long).toContain(helpGroupHeading);
});

it('has its headings in the order in which one asks, and what every command has at the end', async () => {
  const { stdout } = await testRun(['login', '--help']);
  const [options = ''] = stdout.split('\nExit codes:');
  const headings = options.match(/^[A-Z].*:$/gm);
  expect(headings).toEqual([...HEADINGS, 'Options:', 'Commands:']);
  const own = options.slice(options.indexOf('\nOptions:'), options.indexOf('\nCommands:'));
  expect(own.match(/--[a-z]+/g)).toEqual(['--data', '--config', '--help']);
});

import { expect, test } from 'vitest';
import { createTestTerminal } from './test-run.fixture.ts';
import { print, sayTo, tell } from './terminal.ts';

test('results go to standard output, all else to standard error', () => {
  const terminal = createTestTerminal();
  print(terminal, 'a result');
  tell(terminal, 'a remark');
  expect(terminal.text).toEqual({ stdout: 'a result\n', stderr: 'a remark\n' });
});

test('a sentence begins with our name, and moves no cursor', () => {
  const terminal = createTestTerminal();
  sayTo(terminal)('a remark \u001b[2J');
  expect(terminal.text.stdout).toBe('');
  expect(terminal.text.stderr).toMatch(/^drawbridge: a remark .*\n$/);
  expect(terminal.text.stderr).not.toContain('\u001b');
});

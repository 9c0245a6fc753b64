import { expect, test } from 'vitest';
import { createTestTerminal } from './test-run.fixture.ts';
import { print, tell } from './terminal.ts';

test('results go to standard output, all else to standard error', () => {
  const terminal = createTestTerminal();
  print(terminal, 'a result');
  tell(terminal, 'a remark');
  expect(terminal.text).toEqual({ stdout: 'a result\n', stderr: 'a remark\n' });
});

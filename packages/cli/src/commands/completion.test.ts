import { expect, test } from 'vitest';
import { testRun } from '../test-run.fixture.ts';

test.each([
  ['bash', 'complete -F _drawbridge drawbridge'],
  ['zsh', '#compdef drawbridge'],
  ['fish', 'complete -c drawbridge'],
  ['powershell', 'Register-ArgumentCompleter -Native -CommandName drawbridge'],
])('prints the script for %s', async (shell, mark) => {
  const { code, stdout, stderr } = await testRun(['completion', shell]);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toContain(mark);
  expect(stdout).toContain('generate');
});

test('refuses a shell that it does not know', async () => {
  const { code, stderr } = await testRun(['completion', 'tcsh']);
  expect(code).toBe(2);
  expect(stderr).toContain('Allowed choices are bash, zsh, fish, powershell');
});

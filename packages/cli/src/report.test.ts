import { DrawbridgeError } from '@drawbridge/core';
import { expect, test } from 'vitest';
import { report } from './report.ts';
import { createTestTerminal } from './test-run.fixture.ts';

test('nothing of a fault is obeyed by a terminal, its hint neither', () => {
  const terminal = createTestTerminal();
  const hostile = 'a\u001b]0;x\u0007\u202e';
  report(new DrawbridgeError('usage_invalid', { detail: hostile, hint: hostile }), terminal);
  const shown = 'a\\u001b]0;x\\u0007\\u202e';
  expect(terminal.text.stderr).toBe(`drawbridge: ${shown}\n${shown}\n`);
});

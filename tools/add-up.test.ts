import { expect, test } from 'vitest';
import { addUp } from './add-up.mjs';

const REPORT = {
  numPassedTests: 5,
  numFailedTests: 1,
  numPendingTests: 2,
  numTodoTests: 1,
  testResults: [{ status: 'failed', assertionResults: [{ status: 'failed' }] }],
};

test('the counts of all reports are added', () => {
  expect(addUp([REPORT, REPORT])).toEqual({ passed: 10, failed: 2, skipped: 6 });
});

test('a test file that does not load is a failure', () => {
  const broken = { ...REPORT, testResults: [{ status: 'failed', assertionResults: [] }] };
  expect(addUp([broken]).failed).toBe(2);
});

test('a missing report counts nothing', () => {
  expect(addUp([undefined])).toEqual({ passed: 0, failed: 0, skipped: 0 });
});

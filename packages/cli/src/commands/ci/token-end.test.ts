import { createTestClock } from '@drawbridge/testing';
import { expect, test } from 'vitest';
import { atTime, describeEnd } from './token-end.ts';

const clock = createTestClock();

test('the end of a token is told where there is one', () => {
  const now = clock.seconds();
  expect(describeEnd('GitLab', undefined, now)).toBe(
    'GitLab: the token for AWS is renewed for as long as the command runs',
  );
  expect(describeEnd('GitLab', now + 7200, now)).toMatch(
    /^GitLab: the token of this job ends at \S+Z \(in 2 hours\), and nothing renews it; /,
  );
});

test('what is due is done at once, and once', () => {
  let count = 0;
  const callOff = atTime(clock.seconds(), clock, () => void count++);
  callOff();
  expect(count).toBe(1);
});

test('what is not due waits, holds no process, and can be called off', async () => {
  let count = 0;
  const soon = { ...clock, now: () => clock.now() };
  const callOff = atTime(clock.seconds() + 1e9, soon, () => void count++);
  callOff();
  // Twice is no fault.
  callOff();
  await new Promise(setImmediate);
  expect(count).toBe(0);
});

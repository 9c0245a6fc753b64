import { createTestClock } from '@drawbridge/testing';
import { expect, test } from 'vitest';
import { atTime, describeEnd, describeEnded } from './token-end.ts';

const clock = createTestClock();

test('the end of a token is told where there is one', () => {
  const now = clock.seconds();
  expect(describeEnd('GitLab', ['AWS'], undefined, now)).toBe(
    'GitLab: the token for AWS is renewed for as long as the command runs',
  );
  expect(describeEnd('GitLab', ['AWS'], now + 7200, now)).toMatch(
    /^GitLab: the token of this job ends at \S+Z \(in 2 hours\), and nothing renews it; credentials that AWS gave /,
  );
});

test('the end of what several clouds have is told for all of them', () => {
  const now = clock.seconds();
  const clouds = ['AWS', 'Google Cloud', 'Azure'];
  expect(describeEnd('GitLab', clouds, undefined, now)).toBe(
    'GitLab: the tokens for AWS, Google Cloud and Azure are renewed for as long as the command runs',
  );
  expect(describeEnd('GitLab', clouds.slice(1), now + 60, now)).toContain(
    'credentials that Google Cloud and Azure gave',
  );
  expect(describeEnded(['AWS', 'Azure'])).toBe(
    'the token of this job has ended, and the tokens for AWS and Azure are renewed no more; credentials that AWS and Azure gave go on until their own end',
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

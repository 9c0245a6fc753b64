import { DrawbridgeError } from '@drawbridge/core';
import { expect, it } from 'vitest';
import { withAdvice } from './with-advice.ts';

const HINTED = new DrawbridgeError('data_unusable', {
  detail: 'the disk is full',
  hint: 'Free it.',
});
const BARE = new DrawbridgeError('sign_in_timeout', { detail: 'nobody came' });

it.each([
  [HINTED, 'Free it. Or wait.'],
  [BARE, 'Or wait.'],
])('%s is what it was, with advice after its own', (fault, hint) => {
  const { code, message } = fault;
  expect(withAdvice(fault, 'Or wait.')).toMatchObject({ code, message, hint, cause: fault });
});

it('says what happened in the words of who knows more', () => {
  expect(withAdvice(HINTED, 'Wait.', 'half is done: the disk is full').message).toBe(
    'half is done: the disk is full',
  );
});

it('has a fault that nobody foresaw stay one', () => {
  expect(withAdvice(new TypeError('x is not a function'), 'Wait.').code).toBe('internal');
});

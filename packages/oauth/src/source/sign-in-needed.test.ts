import { DrawbridgeError } from '@drawbridge/core';
import { expect, it } from 'vitest';
import { faultAgain, signInNeeded } from './sign-in-needed.ts';

it('says what whoever found out has written, and what to do in any case', () => {
  expect(signInNeeded({ at: 1, why: 'it was refused', hint: 'Ask Ann.' })).toMatchObject({
    code: 'sign_in_needed',
    message: 'it was refused',
    hint: 'Ask Ann.',
  });
  expect(signInNeeded({ at: 1, why: 'it was refused' }).hint).toBe(
    'Sign in again, and give the new token.',
  );
});

it('is the same fault for one more caller, who is told to come again in whole seconds', () => {
  const fault = new DrawbridgeError('token_endpoint_unavailable', {
    detail: 'it is down',
    hint: 'Wait.',
    token: 'fingerprint',
  });
  expect(faultAgain(fault, 1_001)).toMatchObject({
    code: 'token_endpoint_unavailable',
    message: 'it is down',
    hint: 'Wait.',
    token: 'fingerprint',
    retryAfter: 2,
    repeated: true,
    cause: fault,
  });
  expect(faultAgain(fault, 0).retryAfter).toBe(1);
});

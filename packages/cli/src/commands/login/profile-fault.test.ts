import { DrawbridgeError } from '@drawbridge/core';
import { expect, it } from 'vitest';
import { profileFault } from './profile-fault.ts';

it('says what is there, what is not, and how to go on, with the folder where it is not the usual one', () => {
  const thrown = new DrawbridgeError('data_unusable', { detail: 'no room', hint: 'Make some.' });
  const { code, message, hint, cause } = profileFault(thrown, 'my dev', '/srv/data', {});
  expect([code, cause]).toEqual(['data_unusable', thrown]);
  expect(message).toBe('the login is kept, but its profile was not written: no room');
  expect(hint).toBe(
    "Make some. Until then, drawbridge exec --profile 'my dev' --data /srv/data -- COMMAND has the " +
      'credentials. To have the profile written, sign in again. ' +
      "Run: drawbridge login --profile 'my dev' --data /srv/data",
  );
});

import { DrawbridgeError, toDrawbridgeError } from '@drawbridge/core';
import { signInCommand } from '@drawbridge/login/node';

/**
 * The fault of a profile that was not written though the login is kept: nobody has to sign in again to use that.
 *
 * @param data - the data folder
 */
export function profileFault(thrown: unknown, name: string, data: string): DrawbridgeError {
  const { code, message, hint } = toDrawbridgeError(thrown);
  const { run, use } = signInCommand(data);
  return new DrawbridgeError(code, {
    detail: `the login is kept, but its profile was not written: ${message}`,
    hint: [hint, `Then have it written. ${run(name)}`, `Until then, use ${use(name)}`]
      .filter(Boolean)
      .join(' '),
    cause: thrown,
  });
}

import { type DrawbridgeError, toDrawbridgeError } from '@drawbridge/core';
import { withAdvice } from '@drawbridge/login';
import { signInCommand } from '@drawbridge/login/node';

/**
 * The fault of a profile that was not written though the login is kept: nobody has to sign in again to use that.
 *
 * @param data - the data folder
 */
export function profileFault(
  thrown: unknown,
  name: string,
  data: string,
  env: Readonly<NodeJS.ProcessEnv>,
): DrawbridgeError {
  const { message } = toDrawbridgeError(thrown);
  const { run, use } = signInCommand(data, env);
  return withAdvice(
    thrown,
    `Until then, ${use(name)} has the credentials. To have the profile written, sign in again. ${run(name)}`,
    `the login is kept, but its profile was not written: ${message}`,
  );
}

import { credentialVariables, type Variable } from '@drawbridge/clouds/aws';
import type { Context } from '../../context.ts';
import { type ProfileOptions, profileOf, withLogins } from './open-command-logins.ts';

/**
 * The variables of AWS for the login that a command is about: fresh credentials, and the region that it was made with.
 *
 * @throws {DrawbridgeError} as `Logins.credentials`
 */
export function loginVariables(
  context: Context,
  options: ProfileOptions,
): Promise<readonly Variable[]> {
  const name = profileOf(options, context.terminal.env);
  return withLogins(context, options, async (logins) => {
    const credentials = await logins.credentials(name);
    const login = await logins.read(name);
    return credentialVariables(credentials, login?.settings.aws?.region);
  });
}

import type { AwsCredentials } from '@drawbridge/clouds/aws';
import { DrawbridgeError, toDrawbridgeError } from '@drawbridge/core';
import type { Logins } from '@drawbridge/login';
import type { CommonOptions } from '../../context.ts';
import type { Terminal } from '../../terminal.ts';
import { runLogin } from './run-login.ts';
import { whyNoBrowser } from './show-way.ts';

/** What a sign-in is made with. */
export interface AfterSignInOptions {
  readonly logins: Logins;
  readonly options: CommonOptions;
  readonly terminal: Terminal;
}

/**
 * The credentials of a login, after a sign-in where there are none by now: of all processes that want one, one opens a
 * browser, and the others wait for what comes of it. Where none can be opened nobody waits: what AWS's SDKs run shows
 * nobody what it says before it has ended.
 *
 * @throws {DrawbridgeError} `sign_in_needed`, with the command to run; else as `Logins.credentials`
 */
export async function afterSignIn(
  name: string,
  { logins, options, terminal }: AfterSignInOptions,
): Promise<AwsCredentials> {
  return logins.alone(name, async (waited) => {
    try {
      return await logins.credentials(name);
    } catch (thrown) {
      // Whoever was before had no success: the next of fifty would open the next window.
      if (waited || !needsSignIn(thrown)) throw thrown;
      const { message, hint } = toDrawbridgeError(thrown);
      const needed = (why: string) =>
        new DrawbridgeError('sign_in_needed', { detail: why, ...(hint && { hint }) });
      const why = await whyNobodySignsIn(name, logins, terminal);
      if (why !== undefined) throw needed(`${message}; nobody can be asked here, for ${why}`);
      if (!(await runLogin(name, options, terminal))) {
        throw needed('nobody signed in: see above');
      }
    }
    return logins.credentials(name);
  });
}

/** Whether a sign-in is what a fault asks for. */
export function needsSignIn(thrown: unknown): boolean {
  return toDrawbridgeError(thrown).code === 'sign_in_needed';
}

async function whyNobodySignsIn(
  name: string,
  logins: Logins,
  { env }: Terminal,
): Promise<string | undefined> {
  const login = await logins.read(name);
  if (login?.settings.flow === 'device') return 'nobody would see the code of the device';
  return whyNoBrowser(env);
}

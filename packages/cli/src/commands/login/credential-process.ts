import { credentialProcessAnswer } from '@drawbridge/clouds/aws';
import { toDrawbridgeError } from '@drawbridge/core';
import type { DefineCommand } from '../../command.ts';
import { filled } from '../../option-values.ts';
import { print } from '../../terminal.ts';
import { PROFILE_HELP, type ProfileOptions, profileOf, withLogins } from './open-command-logins.ts';
import { runLogin } from './run-login.ts';

interface Options extends ProfileOptions {
  readonly autoLogin?: boolean;
}

export const define: DefineCommand = (command, context) => {
  const { terminal } = context;
  command
    .description(
      'Print the credentials of a login as JSON, for credential_process of AWS profiles: those that are kept, or new ' +
        'ones where the login can be renewed. It opens no browser, and asks nobody.',
    )
    .option('--profile <name>', PROFILE_HELP, filled)
    .option('--auto-login', 'sign in where that is needed: a browser may open')
    .action(async (options: Options) => {
      const name = profileOf(options, terminal.env);
      const credentials = await withLogins(context, options, async (logins) => {
        try {
          return await logins.credentials(name);
        } catch (thrown) {
          if (options.autoLogin !== true || !needsSignIn(thrown)) throw thrown;
        }
        return logins.alone(name, async (waited) => {
          try {
            return await logins.credentials(name);
          } catch (thrown) {
            // Whoever was before had no success: the next of fifty would open the next window.
            if (waited || !needsSignIn(thrown)) throw thrown;
          }
          await runLogin(name, options, terminal);
          return logins.credentials(name);
        });
      });
      print(terminal, credentialProcessAnswer(credentials));
    });
};

function needsSignIn(thrown: unknown): boolean {
  return toDrawbridgeError(thrown).code === 'sign_in_needed';
}

import { credentialProcessAnswer } from '@drawbridge/clouds/aws';
import type { DefineCommand } from '../../command.ts';
import { filled } from '../../option-values.ts';
import { print } from '../../terminal.ts';
import { afterSignIn, needsSignIn } from './after-sign-in.ts';
import { PROFILE_HELP, type ProfileOptions, profileOf, withLogins } from './open-command-logins.ts';

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
    .option('--auto-login', 'sign in where that is needed and a browser can be opened')
    .action(async (options: Options) => {
      const name = profileOf(options, terminal.env);
      const credentials = await withLogins(context, options, async (logins) => {
        try {
          return await logins.credentials(name);
        } catch (thrown) {
          if (options.autoLogin !== true || !needsSignIn(thrown)) throw thrown;
        }
        return afterSignIn(name, { logins, options, terminal });
      });
      print(terminal, credentialProcessAnswer(credentials));
    });
};

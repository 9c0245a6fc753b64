import { Option } from 'commander';
import type { DefineCommand } from '../../command.ts';
import { filled } from '../../option-values.ts';
import { print } from '../../terminal.ts';
import { PROFILE_HELP, type ProfileOptions, profileOf, withLogins } from './open-command-logins.ts';

interface Options extends ProfileOptions {
  readonly type: 'id' | 'access';
}

export const define: DefineCommand = (command, context) => {
  const { terminal } = context;
  command
    .description('Print a fresh token of a login, for other programs. It is a secret.')
    .option('--profile <name>', PROFILE_HELP, filled)
    .addOption(
      new Option('--type <type>', 'which: the ID token or the access token')
        .choices(['id', 'access'])
        .default('id'),
    )
    .action(async (options: Options) => {
      const name = profileOf(options, terminal.env);
      await withLogins(context, options, async (logins) => {
        const { idToken, accessToken } = await logins.tokens(name);
        print(terminal, options.type === 'id' ? idToken : accessToken);
      });
    });
};

import { Option } from 'commander';
import { DrawbridgeError, quoteForShell } from '@drawbridge/core';
import { accessTokenOf } from '@drawbridge/login';
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
        const tokens = await logins.tokens(name);
        const token = options.type === 'id' ? tokens.idToken : accessTokenOf(tokens);
        if (token !== undefined) return print(terminal, token);
        throw new DrawbridgeError('usage_invalid', {
          detail: `the login ${quoteForShell(name)} has no access token: the implicit flow gives an ID token alone`,
          hint: 'Take --type id, or sign in with --authorization-code.',
        });
      });
    });
};

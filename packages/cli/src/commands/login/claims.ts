import { decodeToken, printable } from '@drawbridge/core';
import type { DefineCommand } from '../../command.ts';
import { filled } from '../../option-values.ts';
import { print } from '../../terminal.ts';
import { PROFILE_HELP, type ProfileOptions, profileOf, withLogins } from './open-command-logins.ts';

export const define: DefineCommand = (command, context) => {
  const { terminal } = context;
  command
    .description(
      'Print what the ID token of a login says of the person, as JSON. It is renewed before where it has expired.',
    )
    .option('--profile <name>', PROFILE_HELP, filled)
    .action(async (options: ProfileOptions) => {
      const name = profileOf(options, terminal.env);
      await withLogins(context, options, async (logins) => {
        const { idToken } = await logins.tokens(name);
        const { claims } = decodeToken(idToken, idToken.length);
        print(terminal, printable(JSON.stringify(claims, undefined, 2)));
      });
    });
};

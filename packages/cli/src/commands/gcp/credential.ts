import { executableAnswer, executableFailure, externalAccount } from '@drawbridge/clouds/gcp';
import { printable, toDrawbridgeError, usageError } from '@drawbridge/core';
import type { DefineCommand } from '../../command.ts';
import { filled } from '../../option-values.ts';
import { print } from '../../terminal.ts';
import {
  PROFILE_HELP,
  type ProfileOptions,
  profileOf,
  withLogins,
} from '../login/open-command-logins.ts';
import { ownCommand } from '../login/own-command.ts';

interface Options extends ProfileOptions {
  readonly externalAccount?: string;
  readonly userProject?: string;
  readonly serviceAccount?: string;
}

export const define: DefineCommand = (command, context) => {
  const { terminal } = context;
  command
    .description(
      "Print the ID token of a login for Google Cloud, as Google's libraries want it of an executable source. It is " +
        'renewed where it has expired. It opens no browser, and asks nobody.',
    )
    .option('--profile <name>', PROFILE_HELP, filled)
    .option(
      '--external-account <provider>',
      'print the configuration for this provider of a pool instead, by which the libraries run this command',
      filled,
    )
    .option(
      '--user-project <number>',
      'of a workforce pool: the project that use is counted for',
      filled,
    )
    .option('--service-account <email>', 'the service account to become', filled)
    .action(async (options: Options) => {
      const name = profileOf(options, terminal.env);
      const { externalAccount: provider, userProject, serviceAccount } = options;
      if (provider !== undefined) {
        const words = await ownCommand(['gcp', 'credential'], name, options, context);
        const source = { kind: 'executable', words } as const;
        print(
          terminal,
          externalAccount({ provider, source, userProject, serviceAccount }).trimEnd(),
        );
        return;
      }
      requireNone({ '--user-project': userProject, '--service-account': serviceAccount });
      try {
        const tokens = await withLogins(context, options, (logins) => logins.tokens(name));
        print(terminal, executableAnswer(tokens));
      } catch (thrown) {
        const { code, message, hint } = toDrawbridgeError(thrown);
        const words = printable(hint === undefined ? message : `${message}. ${hint}`);
        print(terminal, executableFailure(code, words));
        throw thrown;
      }
    });
};

function requireNone(options: Readonly<Record<string, string | undefined>>): void {
  const path = Object.keys(options).find((name) => options[name] !== undefined);
  if (path !== undefined) throw usageError([{ path, message: 'is for --external-account' }]);
}

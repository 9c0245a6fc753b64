import { resolve } from 'node:path';
import { DrawbridgeError, quoteForShell, usageError } from '@drawbridge/core';
import { Option } from 'commander';
import { accessTokenOf } from '@drawbridge/login';
import type { DefineCommand } from '../../command.ts';
import { filled } from '../../option-values.ts';
import { requireWritable, writeOutFile } from '../../out-file.ts';
import { print } from '../../terminal.ts';
import { keepTokenFile } from './keep-token-file.ts';
import { PROFILE_HELP, type ProfileOptions, profileOf, withLogins } from './open-command-logins.ts';

interface Options extends ProfileOptions {
  readonly type: 'id' | 'access';
  readonly file?: string;
  readonly keepFresh?: boolean;
}

export const define: DefineCommand = (command, context) => {
  const { terminal } = context;
  command
    .description(
      'Print a fresh token of a login, for other programs, or write it to a file that only this user can read. It is a secret.',
    )
    .option('--profile <name>', PROFILE_HELP, filled)
    .addOption(
      new Option('--type <type>', 'which: the ID token or the access token')
        .choices(['id', 'access'])
        .default('id'),
    )
    .option(
      '--file <file>',
      'write it there, in place of what is there: for AWS_WEB_IDENTITY_TOKEN_FILE, say',
      filled,
    )
    .option('--keep-fresh', 'with --file, go on until Ctrl-C, and renew the ID token there')
    .action(async (options: Options) => {
      const { type, file } = options;
      requireOneUse(options);
      const name = profileOf(options, terminal.env);
      if (file !== undefined) await requireWritable(file, '--file');
      await withLogins(context, options, async (logins) => {
        if (file !== undefined && options.keepFresh === true) {
          return keepTokenFile(logins, name, resolve(file), terminal);
        }
        const tokens = await logins.tokens(name);
        const token = type === 'id' ? tokens.idToken : accessTokenOf(tokens);
        if (token === undefined) {
          throw new DrawbridgeError('usage_invalid', {
            detail: `the login ${quoteForShell(name)} has no access token: the implicit flow gives an ID token alone`,
            hint: 'Take --type id, or sign in with --authorization-code.',
          });
        }
        if (file === undefined) print(terminal, token);
        else await writeOutFile(file, token, '--file');
      });
    });
};

/** @throws {DrawbridgeError} `usage_invalid` */
function requireOneUse({ type, file, keepFresh }: Options): void {
  if (keepFresh !== true) return;
  if (file === undefined) {
    throw usageError([{ path: '--keep-fresh', message: 'needs --file, where the token is kept' }]);
  }
  if (type === 'access') {
    throw usageError([{ path: '--keep-fresh', message: 'is for ID tokens alone' }]);
  }
}

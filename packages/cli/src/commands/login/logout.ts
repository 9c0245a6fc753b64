import { DrawbridgeError, epochSeconds, printable, systemClock } from '@drawbridge/core';
import type { Forgotten } from '@drawbridge/login';
import { showTime } from '@drawbridge/node';
import type { DefineCommand } from '../../command.ts';
import { filled } from '../../option-values.ts';
import { print, tell } from '../../terminal.ts';
import { PROFILE_HELP, type ProfileOptions, profileOf, withLogins } from './open-command-logins.ts';

interface Options extends ProfileOptions {
  readonly all?: boolean;
}

export const define: DefineCommand = (command, context) => {
  const { terminal } = context;
  command
    .description(
      'Forget a login and have its provider end its tokens (RFC 7009). It is forgotten also where the provider cannot ' +
        'be reached, and what could not be ended is told.',
    )
    .option('--profile <name>', PROFILE_HELP, filled)
    .option('--all', 'forget all logins')
    .addHelpText('after', EXAMPLES)
    .action(async (options: Options) => {
      if (options.all === true && options.profile !== undefined) {
        throw new DrawbridgeError('usage_invalid', {
          detail: '--all and --profile each say what is forgotten',
          hint: 'Give one of them.',
        });
      }
      await withLogins(context, options, async (logins) => {
        const names =
          options.all === true
            ? (await logins.list()).map(({ name }) => name)
            : [profileOf(options, terminal.env)];
        if (names.length === 0) tell(terminal, 'There are no logins.');
        for (const name of names) {
          for (const line of describe(name, await logins.forget(name))) {
            print(terminal, printable(line));
          }
        }
      });
    });
};

const EXAMPLES = `
Examples:
  drawbridge logout --profile dev
  drawbridge logout --all`;

/** What was done, and what was not. */
function describe(
  name: string,
  { login, unread, sharedWith, revocations }: Forgotten,
): readonly string[] {
  if (unread !== undefined) {
    return [
      `${name}: forgotten, though it could not be read: ${unread.message}`,
      '  its tokens were not ended: they may live on at the provider',
    ];
  }
  if (login === undefined) return [`${name}: there is no login of this name`];
  const lines = [`${name}: forgotten`];
  const now = epochSeconds(systemClock);
  if (sharedWith.length > 0) {
    lines.push(
      `  its sign-in stays: ${sharedWith.join(', ')} ${sharedWith.length === 1 ? 'uses' : 'use'} it too`,
    );
  }
  for (const { tokenType, fault } of revocations) {
    const token = tokenType.replace('_', ' ');
    lines.push(
      fault === undefined
        ? `  the ${token} was ended at ${login.person.issuer}`
        : `  the ${token} may live on at ${login.person.issuer}: ${fault.message}`,
    );
  }
  const end = login.credentials?.expiresAt ?? 0;
  if (end > now) {
    lines.push(
      `  credentials of AWS cannot be ended: whoever has a copy can use it until ${showTime(end, now)}`,
    );
  }
  return lines;
}

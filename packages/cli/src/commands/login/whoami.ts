import { DrawbridgeError, epochSeconds, printable, systemClock } from '@drawbridge/core';
import type { KeptLogin } from '@drawbridge/login';
import { showTime } from '@drawbridge/node';
import type { TokenSet } from '@drawbridge/oauth';
import type { DefineCommand } from '../../command.ts';
import { filled } from '../../option-values.ts';
import { print } from '../../terminal.ts';
import { isRenewed, NOT_RENEWED } from './is-renewed.ts';
import { PROFILE_HELP, type ProfileOptions, profileOf, withLogins } from './open-command-logins.ts';

interface Options extends ProfileOptions {
  readonly json?: boolean;
}

export const define: DefineCommand = (command, context) => {
  const { terminal } = context;
  command
    .description(
      'Say who is signed in for a login, as which role, and until when. Nobody is asked.',
    )
    .option('--profile <name>', PROFILE_HELP, filled)
    .option('--json', 'print JSON')
    .addHelpText('after', EXAMPLES)
    .action(async (options: Options) => {
      const name = profileOf(options, terminal.env);
      await withLogins(context, options, async (logins) => {
        const login = await logins.read(name);
        const tokens = login && (await logins.peek(name));
        if (login === undefined || tokens === undefined) {
          // Says which command to run.
          await logins.tokens(name);
          throw new DrawbridgeError('sign_in_needed', { detail: 'the login was ended meanwhile' });
        }
        if (options.json === true)
          print(terminal, printable(JSON.stringify(toJson(login, tokens))));
        else for (const line of toLines(login, tokens)) print(terminal, printable(line));
      });
    });
};

const EXAMPLES = `
Examples:
  drawbridge whoami --profile dev
  drawbridge whoami --profile dev --json`;

function toJson(login: KeptLogin, tokens: TokenSet): object {
  const { expiresAt } = tokens;
  const { name, person, settings, credentials, keptIn } = login;
  const { clientId, scope, aws } = settings;
  return {
    profile: name,
    ...person,
    clientId,
    scope,
    keptIn,
    isRenewed: isRenewed(settings, tokens),
    ...(expiresAt !== undefined && { idTokenExpiresAt: expiresAt }),
    ...(aws !== undefined && { role: aws.role, ...(aws.chain && { chain: aws.chain }) }),
    ...(credentials !== undefined && { credentialsExpireAt: credentials.expiresAt }),
  };
}

function toLines(login: KeptLogin, tokens: TokenSet): readonly string[] {
  const { expiresAt } = tokens;
  const { name, person, settings, credentials, keptIn } = login;
  const now = epochSeconds(systemClock);
  const role = [settings.aws?.role, ...(settings.aws?.chain ?? [])].filter(
    (arn) => arn !== undefined,
  );
  const until = (time: number) => (time <= now ? 'over' : `until ${showTime(time, now)}`);
  const ends = expiresAt === undefined ? NOT_RENEWED : `${until(expiresAt)}, ${NOT_RENEWED}`;
  const rows = [
    ['who', [person.email ?? person.name, person.subject].filter(Boolean).join(', ')],
    ['provider', person.issuer],
    ['client', settings.clientId],
    ['profile', name],
    ['role', role.join(', then ')],
    ['credentials', credentials === undefined ? '' : until(credentials.expiresAt)],
    ['sign-in', isRenewed(settings, tokens) ? 'is renewed by itself' : ends],
    ['kept in', keptIn === 'keyring' ? 'sealed files, by a secret in the keyring' : 'sealed files'],
  ] as const;
  const width = Math.max(...rows.map(([label]) => label.length));
  return rows
    .filter(([, value]) => value !== '')
    .map(([label, value]) => `${label.padEnd(width)}  ${value.replaceAll('\n', ' ')}`);
}

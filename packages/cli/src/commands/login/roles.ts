import { printable } from '@drawbridge/core';
import { type OfferedRole, offeredRoles } from '@drawbridge/login';
import type { DefineCommand } from '../../command.ts';
import { filled } from '../../option-values.ts';
import { print, tell } from '../../terminal.ts';
import { findSignedIn, type KnownSignIn, loginsOfRole } from './find-signed-in.ts';
import { type ProfileOptions, withLogins } from './open-command-logins.ts';
import { whoOf } from './tell-signed-in.ts';

interface Options extends ProfileOptions {
  readonly json?: boolean;
}

/** A role to choose from, with the logins that are kept for it. */
type ListedRole = OfferedRole & { readonly profiles: readonly string[] };

export const define: DefineCommand = (command, context) => {
  const { terminal } = context;
  command
    .description(
      'List the roles to choose from, those of login.roles and those that the ID token names, and whether the person who ' +
        'signed in has them by groups or by the claim login.rolesClaim. Nobody is asked, and AWS decides.',
    )
    .option(
      '--profile <name>',
      'whose ID token is looked at (environment: AWS_PROFILE; default: the newest of the provider)',
      filled,
    )
    .option('--json', 'print JSON')
    .action(async (options: Options) => {
      const { login: section = {} } = await context.config(options);
      const name = options.profile ?? (terminal.env['AWS_PROFILE'] || undefined);
      await withLogins(context, options, async (logins) => {
        const kept = await logins.list();
        const signedIn = await findSignedIn({ kept, name, section, peek: logins.peek });
        const roles = offeredRoles(section, signedIn?.claims).map((role) => ({
          ...role,
          profiles: loginsOfRole(kept, role),
        }));
        if (options.json === true) {
          const person = signedIn === undefined ? null : signedIn.person;
          print(terminal, printable(JSON.stringify({ signedIn: person, roles })));
          return;
        }
        for (const line of table(roles)) print(terminal, printable(line));
        for (const sentence of sentences(roles, signedIn))
          tell(terminal, printable(sentence).replaceAll('\n', ' '));
      });
    });
};

function table(roles: readonly ListedRole[]): readonly string[] {
  if (roles.length === 0) return [];
  const rows = [
    ['ROLE', 'HAVE IT', 'ACCOUNT', 'PROFILE', 'ARN'],
    ...roles.map(({ name = '-', has, account = '-', profiles, arn, chain = [] }) => [
      name,
      has,
      account,
      profiles.join(', ') || '-',
      [arn, ...chain].join(', then '),
    ]),
  ];
  const widths = [0, 1, 2, 3].map((column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '));
}

function sentences(
  roles: readonly ListedRole[],
  signedIn: KnownSignIn | undefined,
): readonly string[] {
  const none = 'There are no roles to choose from: the configuration has no login.roles.';
  const first = roles.length === 0 ? [none] : [];
  if (signedIn === undefined) {
    return [
      ...first,
      'Nobody is signed in, so it is not known who has which. Run: drawbridge login',
    ];
  }
  const reasons = roles.flatMap(({ reason }) => (reason === undefined ? [] : [reason]));
  return [
    ...first,
    `As the ID token of ${whoOf(signedIn)} says (profile ${signedIn.profile}). Whether a role is given, AWS decides.`,
    ...[...new Set(reasons)].map((reason) => `Unknown, for ${reason}.`),
  ];
}

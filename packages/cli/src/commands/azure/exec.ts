import { withFederatedToken } from '@drawbridge/clouds/azure';
import { DrawbridgeError } from '@drawbridge/core';
import type { DefineCommand } from '../../command.ts';
import type { Context } from '../../context.ts';
import { filled } from '../../option-values.ts';
import { CHILD_EXIT_HELP, CHILD_HELP, runChild } from '../../run-child.ts';
import { sayTo } from '../../terminal.ts';
import { type EarlySignals, withEarlySignals } from '../../early-signals.ts';
import { makeTokenFile } from '../../token-file/token-file.ts';
import { withLoginToken } from '../../token-file/with-login-token.ts';
import {
  PROFILE_HELP,
  type ProfileOptions,
  profileOf,
  withLogins,
} from '../login/open-command-logins.ts';

interface Options extends ProfileOptions {
  readonly tenantId?: string;
  readonly clientId?: string;
  readonly authorityHost?: string;
}

export const define: DefineCommand = (command, context) => {
  command
    .description(
      'Run a command with a file that has the ID token of a login, and keep it fresh while the command runs: ' +
        "Azure's identity libraries read it for each token that they ask for.",
    )
    .argument('<command...>', CHILD_HELP)
    .option('--profile <name>', PROFILE_HELP, filled)
    .option('--tenant-id <id>', 'the directory (environment: AZURE_TENANT_ID)', filled)
    .option(
      '--client-id <id>',
      'the application or the managed identity that trusts the token (environment: AZURE_CLIENT_ID)',
      filled,
    )
    .option(
      '--authority-host <url>',
      'of another cloud than the public one (environment: AZURE_AUTHORITY_HOST)',
      filled,
    )
    .addHelpText('after', CHILD_EXIT_HELP)
    .action((words: readonly string[], options: Options) =>
      withEarlySignals((early) => exec(words, options, context, early)),
    );
};

async function exec(
  words: readonly string[],
  options: Options,
  context: Context,
  early: EarlySignals,
): Promise<void> {
  const { terminal } = context;
  const { env } = terminal;
  const say = sayTo(terminal);
  const identity = identityOf(options, env);
  const name = profileOf(options, env);
  const file = await makeTokenFile(env['TMPDIR']);
  try {
    const childEnv = withFederatedToken(env, { ...identity, tokenFile: file.path });
    const onLost = ({ message, hint = '' }: DrawbridgeError) =>
      say(`the ID token is renewed no more: ${message}. ${hint}`.trimEnd());
    await withLogins(context, options, (logins) =>
      withLoginToken({ logins, name, write: file.write, onLost, signals: early, say }, () =>
        runChild(words, { env: childEnv }, terminal),
      ),
    );
  } finally {
    await file.remove().catch(() => say(`the folder of ${file.path} could not be removed`));
  }
}

function identityOf(options: Options, env: Readonly<NodeJS.ProcessEnv>) {
  const tenantId = options.tenantId ?? env['AZURE_TENANT_ID'];
  const clientId = options.clientId ?? env['AZURE_CLIENT_ID'];
  if (!tenantId || !clientId) {
    throw new DrawbridgeError('usage_invalid', {
      detail: `nobody says which ${tenantId ? 'application' : 'directory'} of Azure trusts the token`,
      hint: tenantId
        ? 'Give --client-id, or set AZURE_CLIENT_ID.'
        : 'Give --tenant-id, or set AZURE_TENANT_ID.',
    });
  }
  const authorityHost = options.authorityHost ?? (env['AZURE_AUTHORITY_HOST'] || undefined);
  return { tenantId, clientId, authorityHost };
}

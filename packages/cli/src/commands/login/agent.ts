import { devNull } from 'node:os';
import {
  containerVariables,
  READING_FORMATS,
  type ReadingFormat,
  readTokenCommands,
  withVariables,
} from '@drawbridge/clouds/aws';
import { Option } from 'commander';
import type { DefineCommand } from '../../command.ts';
import { filled } from '../../option-values.ts';
import { CHILD_EXIT_HELP, CHILD_HELP, runChild } from '../../run-child.ts';
import type { Terminal } from '../../terminal.ts';
import { makeTokenFile } from '../../token-file/token-file.ts';
import { PROFILE_HELP, type ProfileOptions } from './open-command-logins.ts';
import { requireOneUse, type ServedLogin, withAgent } from './with-agent.ts';

interface Options extends ProfileOptions {
  readonly format?: ReadingFormat;
}

export const define: DefineCommand = (command, context) => {
  const { terminal } = context;
  command
    .description(
      'Serve the credentials of a login on this machine, to one shell or command alone: they stay fresh for as long as ' +
        'it runs, and no key is in its environment.',
    )
    .argument('[command...]', `${CHILD_HELP} (default: a shell)`)
    .option('--profile <name>', PROFILE_HELP, filled)
    .addOption(
      new Option(
        '--format <format>',
        'run nothing: serve until Ctrl-C, and print lines that have another shell use it',
      ).choices(READING_FORMATS),
    )
    .addHelpText('after', CHILD_EXIT_HELP)
    .action(async (words: readonly string[], options: Options) => {
      const { format } = options;
      requireOneUse(format, words);
      await withAgent(context, options, (served) =>
        format === undefined
          ? runWith(served, words, terminal)
          : printLines(served, format, terminal),
      );
    });
};

async function runWith(
  { name, agent, token, region, say }: ServedLogin,
  words: readonly string[],
  terminal: Terminal,
): Promise<void> {
  const { env } = terminal;
  const variables = containerVariables({ url: agent.url, token, emptyFile: devNull }, region);
  const command = words.length > 0 ? words : [shellOf(env)];
  if (words.length === 0) say(`this shell has the credentials of ${name}, until it ends`);
  await runChild(command, { env: withVariables(env, variables) }, terminal);
}

async function printLines(
  { name, agent, token, region, signals, say }: ServedLogin,
  format: ReadingFormat,
  { env, stdout }: Terminal,
): Promise<void> {
  const file = await makeTokenFile(env['TMPDIR']);
  try {
    await file.write(token);
    const variables = containerVariables({ url: agent.url, emptyFile: devNull }, region);
    stdout.write(readTokenCommands(format, variables, file.path));
    say(`the credentials of ${name} are served until Ctrl-C`);
    await signals.stopped.catch(() => undefined);
  } finally {
    await file.remove();
  }
}

/** The shell of this user. One of Windows has `SHELL` of another world, if at all. */
function shellOf(env: Readonly<NodeJS.ProcessEnv>): string {
  return process.platform === 'win32' ? (env['ComSpec'] ?? 'cmd.exe') : env['SHELL'] || '/bin/sh';
}

import { READING_FORMATS, type ReadingFormat, readTokenCommands } from '@drawbridge/clouds/aws';
import { type Forward, openForward, requireForwardable } from '@drawbridge/login/node';
import { Option } from 'commander';
import type { DefineCommand } from '../../command.ts';
import { filled } from '../../option-values.ts';
import { CHILD_EXIT_HELP, runChild } from '../../run-child.ts';
import { print, type Terminal } from '../../terminal.ts';
import { PROFILE_HELP, type ProfileOptions } from './open-command-logins.ts';
import { requireOneUse, type ServedLogin, withAgent } from './with-agent.ts';

interface Options extends ProfileOptions {
  readonly format?: ReadingFormat;
  readonly sshConfig?: string;
}

export const define: DefineCommand = (command, context) => {
  const { terminal } = context;
  command
    .description(
      'Run a shell or a command on another machine, by ssh, with the credentials of a login of this one. They are ' +
        'fetched from here for as long as it runs; what renews them stays here.',
    )
    .argument('<host>', 'as for ssh: a name, USER@HOST, or a Host of its configuration')
    .argument('[command...]', 'after --: a command of the other machine (default: a login shell)')
    .option('--profile <name>', PROFILE_HELP, filled)
    .addOption(
      new Option(
        '--format <format>',
        'run nothing: hold the line until Ctrl-C, and print lines for there: python, a cell of a notebook',
      ).choices(READING_FORMATS),
    )
    .option('--ssh-config <file>', "a configuration of ssh in the place of the person's", filled)
    .addHelpText('after', CHILD_EXIT_HELP)
    .action(async (host: string, words: readonly string[], options: Options) => {
      const { format, sshConfig } = options;
      requireOneUse(format, words);
      requireForwardable(host, process.platform);
      await withAgent(context, options, async (served) => {
        const { agent, token, region } = served;
        const forward = await openForward({
          host,
          agent,
          token,
          command: words,
          env: terminal.env,
          ...(region !== undefined && { region }),
          ...(sshConfig !== undefined && { configFile: sshConfig }),
        });
        try {
          if (format === undefined) await runThere(forward, terminal);
          else await holdFor(served, host, forward, format, terminal);
        } finally {
          await forward.close();
        }
      });
    });
};

async function runThere(forward: Forward, terminal: Terminal): Promise<void> {
  const onTerminal = process.stdin.isTTY && terminal.stdout.isTTY === true;
  await runChild(forward.command(onTerminal), { env: terminal.env }, terminal);
}

async function holdFor(
  { name, signals, say }: ServedLogin,
  host: string,
  { variables, tokenFile, ended }: Forward,
  format: ReadingFormat,
  terminal: Terminal,
): Promise<void> {
  print(terminal, readTokenCommands(format, variables, tokenFile).trimEnd());
  say(`${host} has the credentials of ${name} until Ctrl-C`);
  const lost = ended.then(() => say(`the connection to ${host} has ended`));
  await Promise.race([signals.stopped.catch(() => undefined), lost]);
}

import { Argument } from 'commander';
import type { DefineCommand } from '../command.ts';
import type { KnownCommand } from '../completion/known-command.ts';
import { KNOWN_COMMANDS } from '../completion/known-commands.ts';

type WriteScript = (commands: readonly KnownCommand[]) => string;

const SHELLS: Readonly<Record<string, () => Promise<WriteScript>>> = {
  bash: async () => (await import('../completion/bash.ts')).bashScript,
  zsh: async () => (await import('../completion/zsh.ts')).zshScript,
  fish: async () => (await import('../completion/fish.ts')).fishScript,
  powershell: async () => (await import('../completion/powershell.ts')).powershellScript,
};

export const define: DefineCommand = (command, { terminal }) => {
  command
    .description(
      'Print a script that completes commands, options and their values in a shell. It has all it ' +
        'needs in it and starts nothing; after an update of Drawbridge, print it again.',
    )
    .addArgument(new Argument('<shell>', 'the shell').choices(Object.keys(SHELLS)))
    .addHelpText(
      'after',
      `
Example:
  source <(drawbridge completion bash)`,
    )
    .action(async (shell: string) => {
      const write = await SHELLS[shell]?.();
      terminal.stdout.write(write?.(KNOWN_COMMANDS) ?? '');
    });
};

import { type Command, Help } from 'commander';
import { EXIT_CODES } from './exit-codes.ts';

/**
 * Help of a command that has others below it: all that can be run, with all its words.
 * Set for the writing of help alone, for commander also suggests commands by this list.
 */
export function formatOverview(command: Command, help: Help): string {
  return Help.prototype.formatHelp.call(
    Object.assign(help, { visibleCommands: leaves, subcommandTerm: words }),
    command,
    help,
  );
}

/** The end of every help text. */
export function exitCodeHelp(): string {
  const lines = EXIT_CODES.map(([code, meaning]) => `  ${String(code).padEnd(3)} ${meaning}`);
  return ['', 'Exit codes:', ...lines].join('\n');
}

/** All that can be run, however many words it takes. */
function leaves(command: Command): Command[] {
  return new Help()
    .visibleCommands(command)
    .flatMap((child) => (child.commands.length === 0 ? child : leaves(child)));
}

/** `keys list`: the words after `drawbridge`. */
function words(command: Command): string {
  const { parent } = command;
  return parent?.parent ? `${words(parent)} ${command.name()}` : command.name();
}

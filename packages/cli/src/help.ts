import { type Command, Help } from 'commander';
import { EXIT_CODES } from './exit-codes.ts';

/**
 * Help of a command that may have others below it: all that can be run, with all its words.
 * Set for the writing of help alone, for commander also suggests commands by this list.
 *
 * @param place - where the commands below it are. Default: the command itself
 */
export function formatOverview(command: Command, help: Help, place: Command = command): string {
  return Help.prototype.formatHelp.call(
    Object.assign(help, { visibleCommands: () => below(place), subcommandTerm: words }),
    command,
    help,
  );
}

/** The end of every help text. */
export function exitCodeHelp(): string {
  const lines = EXIT_CODES.map(([code, meaning]) => `  ${String(code).padEnd(3)} ${meaning}`);
  return ['', 'Exit codes:', ...lines].join('\n');
}

/** All that can be run below a command, however many words it takes. A noun that only holds others has no summary. */
function below(command: Command): Command[] {
  return new Help()
    .visibleCommands(command)
    .flatMap((child) => [...(child.summary() === '' ? [] : [child]), ...below(child)]);
}

/** `keys list`: the words after `drawbridge`. */
function words(command: Command): string {
  const { parent } = command;
  return parent?.parent ? `${words(parent)} ${command.name()}` : command.name();
}

import { type Argument, type Command, Help, type Option } from 'commander';
import { COMMANDS } from '../commands/index.ts';
import { createProgram, loadCommand } from '../program.ts';
import { createTestTerminal } from '../test-run.fixture.ts';
import type { KnownCommand, KnownOption, KnownValue } from './known-command.ts';

/** Every command with its options, from the definitions that run. */
export async function gatherCommands(): Promise<readonly KnownCommand[]> {
  const terminal = createTestTerminal();
  const program = createProgram(terminal);
  const entries = await Promise.all(
    COMMANDS.map(async (entry) =>
      describe(entry.words.join(' '), entry.summary, await loadCommand(entry, terminal)),
    ),
  );
  return [
    describe('', program.description(), program),
    ...nounsBelow(program).map(([words, noun]) =>
      describe(words, sentence(noun.description()), noun),
    ),
    ...entries,
  ].toSorted((a, b) => (a.words < b.words ? -1 : 1));
}

/** Those that only hold commands, with all their words. */
function nounsBelow(command: Command, words: readonly string[] = []): readonly [string, Command][] {
  return command.commands.flatMap((child) => {
    const all = [...words, child.name()];
    const isNoun = child.commands.length > 0 && child.summary() === '';
    return [
      ...(isNoun ? [[all.join(' '), child] as [string, Command]] : []),
      ...nounsBelow(child, all),
    ];
  });
}

function describe(words: string, summary: string, command: Command): KnownCommand {
  const [argument] = command.registeredArguments;
  return {
    words,
    summary,
    options: new Help().visibleOptions(command).map(describeOption),
    ...(argument !== undefined && { argument: valueOf(argument.name(), argument) }),
  };
}

function describeOption(option: Option): KnownOption {
  const { long, short, description, required, optional, flags } = option;
  const placeholder = /[<[](.+?)[>\]]/.exec(flags)?.[1] ?? '';
  return {
    names: [long, short].filter((name) => name !== undefined && name !== null),
    summary: description,
    ...((required || optional) && { value: valueOf(placeholder, option) }),
  };
}

/** By the name of a value, as help shows it: `<file>`. */
function valueOf(name: string, { argChoices: choices }: Option | Argument): KnownValue {
  if (choices !== undefined) return { kind: 'choice', choices };
  if (/\bfile$/i.test(name)) return { kind: 'file' };
  if (/\b(?:dir|folder)$/i.test(name)) return { kind: 'folder' };
  return { kind: name === 'token' ? 'token' : 'text' };
}

/** `Look at tokens.` among the summaries, which begin small and end without a stop. */
function sentence(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1).replace(/\.$/, '');
}

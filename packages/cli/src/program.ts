import { Command } from 'commander';
import type { CommandEntry } from './command.ts';
import { COMMANDS, NOUNS } from './commands/index.ts';
import { type CommonOptions, createContext } from './context.ts';
import { exitCodeHelp, formatOverview } from './help.ts';
import { filled } from './option-values.ts';
import type { Terminal } from './terminal.ts';
import { VERSION } from './version.ts';

/** The command `drawbridge` with all its nouns and verbs. A command's module is loaded when it runs. */
export function createProgram(terminal: Terminal): Command {
  const program = prepare(new Command('drawbridge'), terminal, 'drawbridge')
    .description('Carry an OpenID Connect identity across a trust boundary.')
    .version(VERSION, '-V, --version', 'print the version')
    .enablePositionalOptions()
    .configureHelp({ formatHelp: formatOverview });
  addCommonOptions(program);
  addHelpCommand(program);

  const nouns = new Map<string, Command>();
  for (const entry of COMMANDS) {
    const [noun, verb] = entry.words;
    if (verb === undefined) {
      program.addCommand(stub(entry, noun, terminal));
      continue;
    }
    let parent = nouns.get(noun);
    if (parent === undefined) {
      parent = prepare(new Command(noun), terminal, `drawbridge ${noun}`)
        .description(NOUNS[noun] ?? '')
        .configureHelp({ formatHelp: formatOverview })
        .enablePositionalOptions();
      addCommonOptions(parent);
      nouns.set(noun, parent);
      program.addCommand(parent);
    }
    parent.addCommand(stub(entry, verb, terminal));
  }
  return program;
}

/** Stands for a command in the overview; loads and runs the real one with the rest of the line. */
function stub(entry: CommandEntry, name: string, terminal: Terminal): Command {
  const given = new Command(name);
  // All of it as it stands: Commander would drop a `--` that comes first, and `keys retire -- -kid` lose its sense.
  given.parseOptions = (words) => ({ operands: words, unknown: [] });
  return prepare(given, terminal, wordsOf(entry))
    .summary(entry.summary)
    .helpOption(false)
    .argument('[words...]')
    .usage('[options]')
    .action(async (rest: string[], _options: unknown, self: Command) => {
      const command = await loadCommand(entry, terminal);
      // Options before noun and verb hold as well: `drawbridge --data DIR keys list`.
      for (const [option, value] of Object.entries(commonOptions(self))) {
        command.setOptionValue(option, value);
      }
      await command.parseAsync(rest, { from: 'user' });
    });
}

/** Loads a command: its options and arguments, and what it does. */
export async function loadCommand(entry: CommandEntry, terminal: Terminal): Promise<Command> {
  const { define } = await entry.load();
  const words = wordsOf(entry);
  const command = prepare(new Command(words), terminal, words);
  define(command, createContext(terminal));
  addCommonOptions(command);
  return command;
}

function wordsOf({ words }: CommandEntry): string {
  return `drawbridge ${words.join(' ')}`;
}

/**
 * Ends by an exception, never by itself, and writes where it is told to.
 *
 * @param words - what a person types to run it
 */
function prepare(command: Command, { stdout, stderr }: Terminal, words: string): Command {
  return command
    .exitOverride()
    .showHelpAfterError(`See ${words} --help.`)
    .helpOption('-h, --help', 'print this help')
    .addHelpText('after', exitCodeHelp)
    .helpCommand(false)
    .configureOutput({
      writeOut: (text) => void stdout.write(text),
      writeErr: (text) => void stderr.write(text),
      outputError: (text, write) => write(text.replace(/^error: /, 'drawbridge: ')),
    });
}

function addCommonOptions(command: Command): void {
  command
    .option('--data <dir>', 'folder for keys and state (environment: DRAWBRIDGE_DATA)', filled)
    .option('--config <file>', 'configuration file (environment: DRAWBRIDGE_CONFIG)', filled);
}

/** `drawbridge help keys list` says what `drawbridge keys list --help` says. */
function addHelpCommand(program: Command): void {
  program.command('help [words...]', { hidden: true }).action(async (words: string[]) => {
    // Asked for the help of a command that is not there, commander shows the one above it, as if all were well.
    const unknown = firstUnknown(program, words);
    const line = unknown === -1 ? [...words, '--help'] : words.slice(0, unknown + 1);
    await program.parseAsync(line, { from: 'user' });
  });
}

/** The index of the first word that names no command, -1 where all do. */
function firstUnknown(program: Command, words: readonly string[]): number {
  let { commands } = program;
  return words.findIndex((word) => {
    if (commands.length === 0) return false; // an argument
    const found = commands.find((command) => command.name() === word);
    commands = found?.commands ?? [];
    return found === undefined;
  });
}

/** The options given before a command's name; the nearer one wins. */
function commonOptions({ parent }: Command): CommonOptions {
  return parent === null ? {} : { ...commonOptions(parent), ...parent.opts<CommonOptions>() };
}

import { Command } from 'commander';
import type { CommandEntry } from './command.ts';
import { COMMANDS, NOUNS } from './commands/index.ts';
import { type CommonOptions, createContext } from './context.ts';
import { exitCodeHelp, formatOverview } from './help.ts';
import { filled } from './option-values.ts';
import type { Terminal } from './terminal.ts';
import { VERSION } from './version.ts';

/**
 * The command `drawbridge` with all that is below it. A command's module is loaded when it runs.
 *
 * @param entries - default: every command of Drawbridge
 */
export function createProgram(
  terminal: Terminal,
  entries: readonly CommandEntry[] = COMMANDS,
): Command {
  const program = prepare(new Command('drawbridge'), terminal, 'drawbridge')
    .description('Carry an OpenID Connect identity across a trust boundary.')
    .version(VERSION, '-V, --version', 'print the version')
    .enablePositionalOptions()
    .configureHelp({ formatHelp: formatOverview });
  addCommonOptions(program);
  addHelpCommand(program);

  const placed = new Map([['', program]]);
  const place = (words: readonly string[]): Command => {
    const path = words.join(' ');
    const there = placed.get(path);
    if (there !== undefined) return there;
    const parent = place(words.slice(0, -1));
    const entry = entries.find((candidate) => candidate.words.join(' ') === path);
    const command = entry === undefined ? noun(path, terminal) : stub(entry, terminal);
    parent.addCommand(command);
    placed.set(path, command);
    return command;
  };
  for (const { words } of entries) place(words);
  return program;
}

/** Holds commands, and does nothing by itself. */
function noun(path: string, terminal: Terminal): Command {
  const command = prepare(new Command(lastWord(path)), terminal, `drawbridge ${path}`)
    .description(NOUNS[path] ?? '')
    .configureHelp({ formatHelp: formatOverview })
    .enablePositionalOptions();
  addCommonOptions(command);
  return command;
}

/** Stands for a command in the overview; loads and runs the real one with the rest of the line. */
function stub(entry: CommandEntry, terminal: Terminal): Command {
  const words = wordsOf(entry);
  const given = prepare(new Command(lastWord(words)), terminal, words)
    .summary(entry.summary)
    .helpOption(false)
    .argument('[words...]')
    .usage('[options]');
  addCommonOptions(given);
  given.parseOptions = (line) => {
    const at = afterOptions(given, line);
    const below = given.commands.some((command) => command.name() === line[at]);
    if (below) Command.prototype.parseOptions.call(given, line.slice(0, at));
    return below
      ? { operands: line.slice(at, at + 1), unknown: line.slice(at + 1) }
      : // All of it as it stands: Commander would drop a `--` that comes first, and `keys retire -- -kid` lose its sense.
        { operands: line, unknown: [] };
  };
  return given.action(async (line: string[], _options: unknown, self: Command) => {
    const word = line[afterOptions(self, line)];
    // What has commands below it takes words of its own behind `--` alone: a slip in one of theirs is none of them.
    if (self.commands.length > 0 && word !== undefined && !word.startsWith('-')) {
      const isKnown = topOf(self).commands.some((command) => command.name() === word);
      const meant = isKnown ? `\n(Did you mean drawbridge ${word}?)` : '';
      self.error(`error: unknown command '${word}'${meant}`, { code: 'commander.unknownCommand' });
    }
    const command = await loadCommand(entry, terminal);
    command.configureHelp({ formatHelp: (real, help) => formatOverview(real, help, self) });
    // Options before the last word hold as well: `drawbridge --data DIR keys list`.
    for (const [option, value] of Object.entries(commonOptions(self))) {
      command.setOptionValue(option, value);
    }
    await command.parseAsync(line, { from: 'user' });
  });
}

function topOf(command: Command): Command {
  return command.parent === null ? command : topOf(command.parent);
}

/** The index of the first word of a line that is none of the command's options, nor the value of one. */
function afterOptions({ options }: Command, line: readonly string[]): number {
  let at = 0;
  for (;;) {
    const [name, value] = line[at]?.split('=', 2) ?? [];
    const option = options.find(({ long }) => long === name);
    if (option === undefined) return at;
    at += option.required && value === undefined ? 2 : 1;
  }
}

function lastWord(words: string): string {
  return words.slice(words.lastIndexOf(' ') + 1);
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
      outputError: (text, write) => write(shortenWord(text).replace(/^error: /, 'drawbridge: ')),
    });
}

/** A word in the wrong place may be a cookie or a secret: no more of it is told than a name has. */
function shortenWord(text: string): string {
  const [begin] = /^error: unknown (?:option|command) '[\w.-]{0,40}/.exec(text) ?? [];
  if (begin === undefined || text[begin.length] === "'") return text;
  return `${begin}…'${text.slice(text.lastIndexOf("'") + 1)}`;
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

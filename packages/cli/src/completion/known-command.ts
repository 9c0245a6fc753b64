/** What completion proposes for a value: names of files or folders, choices, or nothing. */
export interface KnownValue {
  /** `token` is a token, or `@FILE`. */
  readonly kind: 'file' | 'folder' | 'token' | 'choice' | 'text';
  readonly choices?: readonly string[];
}

/** An option of a command. */
export interface KnownOption {
  /** `--help` and `-h`. */
  readonly names: readonly string[];
  readonly summary: string;
  /** The value that it takes; nothing for a switch. */
  readonly value?: KnownValue;
}

/** A command as completion knows it: `drawbridge` itself, a noun, or all words of a command. */
export interface KnownCommand {
  /** `keys list` */
  readonly words: string;
  readonly summary: string;
  readonly options: readonly KnownOption[];
  readonly argument?: KnownValue;
}

/** The words that may follow those of a command. */
export function childrenOf(
  { words }: KnownCommand,
  commands: readonly KnownCommand[],
): readonly { readonly word: string; readonly summary: string }[] {
  return commands.flatMap((command) => {
    const [parent, word] = split(command.words);
    return command.words !== '' && parent === words ? { word, summary: command.summary } : [];
  });
}

/** All names of the options of a command that take a value. */
export function valuedOptions({ options }: KnownCommand): readonly string[] {
  return options.flatMap(({ names, value }) => (value === undefined ? [] : names));
}

/** All values that may be given, each by its place: `command|option`, or `command|` for an argument. */
export function keyedValues(
  commands: readonly KnownCommand[],
): readonly (readonly [key: string, value: KnownValue])[] {
  return commands.flatMap(({ words, options, argument }) => {
    const ofOptions = options.flatMap(({ names, value }) =>
      value === undefined ? [] : names.map((name) => [`${words}|${name}`, value] as const),
    );
    return argument === undefined ? ofOptions : [...ofOptions, [`${words}|`, argument] as const];
  });
}

function split(words: string): [parent: string, word: string] {
  const at = words.lastIndexOf(' ');
  return [words.slice(0, Math.max(at, 0)), words.slice(at + 1)];
}

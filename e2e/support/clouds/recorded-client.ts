import { createServer } from 'node:http';
import { serveHere } from '../serve-here.ts';
import type { Stage } from '../stage.ts';

/** What a vendor's reference says of a program's commands. */
export interface Reference {
  readonly source: string;
  readonly recorded: string;
  /** Options of every command; whether each takes a value. */
  readonly everywhere: Readonly<Record<string, boolean>>;
  readonly commands: Readonly<Record<string, RecordedCommand>>;
}

interface RecordedCommand {
  readonly positionals: number;
  readonly required: readonly string[];
  readonly options: Readonly<Record<string, boolean>>;
}

/** A command line that the reference allows. */
export interface Invocation {
  readonly command: string;
  readonly positionals: readonly string[];
  /** The value of an option; empty where it is not given. */
  option(name: string): string;
  readonly cwd: string;
}

/**
 * Reads a command line by a program's reference.
 *
 * @throws {Error} for a command or an option that the reference does not have, or that is missing
 */
export function readCommandLine(
  { commands, everywhere }: Reference,
  words: readonly string[],
  cwd: string,
): Invocation {
  const name = Object.keys(commands).find((candidate) => {
    const expected = candidate.split(' ');
    return expected.every((word, index) => words[index] === word);
  });
  const command = commands[name ?? ''];
  if (name === undefined || command === undefined) throw new Error(`no command ${words.join(' ')}`);
  const known = { ...everywhere, ...command.options };
  const given = new Map<string, string>();
  const positionals: string[] = [];
  const rest = words.slice(name.split(' ').length);
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (!word.startsWith('-')) {
      positionals.push(word);
      continue;
    }
    const [option = '', ...parts] = word.split('=');
    const takesValue = known[option];
    if (takesValue === undefined) throw new Error(`${name}: unrecognized arguments: ${option}`);
    const value = takesValue && parts.length === 0 ? rest.shift() : parts.join('=');
    if (value === undefined || (!takesValue && parts.length > 0)) {
      throw new Error(
        `${name}: argument ${option}: expected ${takesValue ? 'one' : 'no'} argument`,
      );
    }
    if (given.has(option)) throw new Error(`${name}: ${option} is given twice`);
    given.set(option, value);
  }
  const missing = command.required.filter((option) => !given.has(option));
  if (missing.length > 0) throw new Error(`${name}: ${missing.join(', ')} must be given`);
  if (positionals.length !== command.positionals) {
    throw new Error(`${name}: ${positionals.length} positional arguments`);
  }
  return { command: name, positionals, option: (option) => given.get(option) ?? '', cwd };
}

/** Runs a recorded client in this process, for {@link recordedProgram}. @returns where it asks */
export async function serveRecordedClient(
  stage: Stage,
  run: (words: readonly string[], cwd: string) => Promise<string>,
): Promise<string> {
  const server = createServer((request, response) => {
    const answer = async () => {
      const chunks = (await request.toArray()) as Buffer[];
      const form = new URLSearchParams(Buffer.concat(chunks).toString());
      return run(form.getAll('word'), form.get('cwd') ?? '');
    };
    answer().then(
      (stdout) => response.end(stdout),
      (fault: Error) => response.writeHead(400).end(`ERROR: ${fault.message}`),
    );
  });
  return serveHere(stage, server);
}

/** A script that has its command line run where a variable says. With curl, for it starts quickly. */
export function recordedProgram(variable: string): string {
  return `for word; do shift; set -- "$@" --data-urlencode "word=$word"; done
if text=$(curl -sS --fail-with-body --noproxy '*' "$${variable}" --data-urlencode "cwd=$PWD" "$@")
then printf '%s\\n' "$text"; else printf '%s\\n' "$text" >&2; exit 1; fi`;
}

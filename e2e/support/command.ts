import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** The command as it is after `npm ci`. */
export const DRAWBRIDGE = fileURLToPath(
  new URL('../../packages/cli/bin/drawbridge.js', import.meta.url),
);

export interface CommandOptions {
  /** Added to an environment that has little more than a PATH. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Standard input. Default: nothing. */
  readonly stdin?: string;
  /** Whether more of it may come. Default: false. */
  readonly isTypedTo?: boolean;
}

/** How a process ended. */
interface Exit {
  readonly code: number | null;
  /** The name of the signal that ended it. */
  readonly signal: string | null;
}

/** A process under way, with all that it said so far. */
export interface RunningCommand {
  readonly pid: number;
  readonly exited: Promise<Exit>;
  stdout(): string;
  stderr(): string;
  /**
   * Waits until a stream has something.
   *
   * @throws {Error} with all output, when the process ends or the time is up before that
   */
  waitFor(
    stream: 'stdout' | 'stderr',
    pattern: RegExp,
    patience?: number,
  ): Promise<RegExpExecArray>;
  /** Puts more into standard input. */
  type(text: string): void;
  /** Sends a signal, SIGTERM unless given, and waits for the end. */
  stop(signal?: NodeJS.Signals): Promise<Exit>;
}

/** A process that has ended. */
export interface FinishedCommand extends Exit {
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts a program. */
export function start(
  program: string,
  args: readonly string[],
  { env = {}, cwd, stdin = '', isTypedTo = false }: CommandOptions = {},
): RunningCommand {
  const child = spawn(program, [...args], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    ...(cwd !== undefined && { cwd }),
  });
  child.stdin.on('error', () => {}); // it may end without having read
  child.stdin.write(stdin);
  if (!isTypedTo) child.stdin.end();
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      output[name] += text;
    });
  }
  const exited = ending(child);
  return {
    pid: child.pid ?? 0,
    exited,
    stdout: () => output.stdout,
    stderr: () => output.stderr,

    async waitFor(stream, pattern, patience = 30_000) {
      const tell = (reason: string) =>
        new Error(
          `${reason} before ${stream} had ${pattern}\n${output.stdout}\n---\n${output.stderr}`,
        );
      const until = Date.now() + patience;
      const state = { ended: false };
      void exited.then(() => (state.ended = true));
      for (;;) {
        // Read before looking: what came in last counts.
        const { ended } = state;
        const match = pattern.exec(output[stream]);
        if (match !== null) return match;
        if (ended) throw tell(`${program} ${args.join(' ')} ended`);
        if (Date.now() > until) throw tell(`${patience} ms passed`);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },

    type(text) {
      child.stdin.write(text);
    },

    async stop(signal = 'SIGTERM') {
      child.kill(signal);
      return exited;
    },
  };
}

/** Starts `drawbridge`. */
export function startDrawbridge(args: readonly string[], options?: CommandOptions): RunningCommand {
  return start(process.execPath, [DRAWBRIDGE, ...args], options);
}

/** Waits for the end of a process. */
export async function finish(command: RunningCommand): Promise<FinishedCommand> {
  const exit = await command.exited;
  return { ...exit, stdout: command.stdout(), stderr: command.stderr() };
}

async function ending(child: ChildProcess): Promise<Exit> {
  // `close` comes after all output, `exit` may not.
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  return { code, signal };
}

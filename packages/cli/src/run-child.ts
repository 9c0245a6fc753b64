import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { DrawbridgeError } from '@drawbridge/core';
import { ChildEnded } from './child-ended.ts';
import { report } from './report.ts';
import type { Terminal } from './terminal.ts';

/** How the command line's `-- COMMAND ARGUMENTS` is described in help. */
export const CHILD_HELP = 'after --: a command that is run, not by a shell; its exit code is ours';

/** What else there is to say of a command that is run, for the end of help. */
export const CHILD_EXIT_HELP = [
  '',
  'Exit codes of a command after --:',
  '  its own; 128 and the number of the signal that ended it; 127 it is not there; 126 it cannot be run',
].join('\n');

/** As shells have them (POSIX, Shell Command Language, section 2.8.2, "Exit Status for Commands"). */
const NOT_FOUND = 127;
const NOT_EXECUTABLE = 126;
const SIGNALLED = 128;

/** A terminal sends these to all that runs in its foreground when somebody types Ctrl-C or Ctrl-\. */
const TYPED = ['SIGINT', 'SIGQUIT'] as const;
const SENT = ['SIGTERM', 'SIGHUP'] as const;

export interface ChildOptions {
  /** All of the command's environment. */
  readonly env: Readonly<NodeJS.ProcessEnv>;
  /**
   * Whether Ctrl-C reaches the command without us. To pass it on as well would make two of it, at which many a program
   * gives up what it is in the middle of. Default: whether this process has a terminal.
   */
  readonly onTerminal?: boolean;
}

/**
 * Runs a command for the caller: with our standard input and outputs, and never by a shell, so that a word is what it
 * is. Signals that ask us to end are passed on to it, and it is waited for.
 *
 * @param words - the program, as a name of `PATH` of its environment or a path, and its arguments
 * @throws {ChildEnded} when it ended with another code than 0, or could not be run, which was said
 */
export async function runChild(
  [program = '', ...args]: readonly string[],
  { env, onTerminal = hasTerminal() }: ChildOptions,
  terminal: Terminal,
): Promise<void> {
  // Node refuses it by an exception that would be a bug of ours. A shell says that it is not found.
  if (program === '') throw cannotRun(program, 'ENOENT', terminal);
  const release: (() => void)[] = [];
  try {
    // Before it is started: no signal may end us and leave it behind.
    for (const signal of [...TYPED, ...SENT]) {
      const isTyped = (TYPED as readonly string[]).includes(signal);
      const listener = () => {
        if (!isTyped || !onTerminal) child.kill(signal);
      };
      process.on(signal, listener);
      release.push(() => process.off(signal, listener));
    }
    const child = spawn(program, args, { env: { ...env }, stdio: 'inherit', shell: false });
    const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
    const ended = signal === null ? (code ?? 0) : SIGNALLED + constants.signals[signal];
    if (ended !== 0) throw new ChildEnded(ended);
  } catch (thrown) {
    if (thrown instanceof ChildEnded) throw thrown;
    const { code } = thrown as NodeJS.ErrnoException;
    if (code === undefined) throw thrown;
    throw cannotRun(program, code, terminal);
  } finally {
    for (const off of release) off();
  }
}

function hasTerminal(): boolean {
  return process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'it is not there',
  EACCES: 'it is not executable',
  ENOEXEC: 'it is no program, and does not begin with #! and the name of one',
  E2BIG: 'its arguments and its environment are too long',
};

function cannotRun(program: string, code: string, terminal: Terminal): ChildEnded {
  const reason = REASONS[code];
  const fault = new DrawbridgeError('usage_invalid', {
    detail: `the command ${program === '' ? "''" : program} cannot be run: ${reason ?? code}`,
    hint: 'After -- comes the name of a program and its arguments. For a line of a shell: -- sh -c LINE',
  });
  report(fault, terminal);
  return new ChildEnded(code === 'ENOENT' ? NOT_FOUND : NOT_EXECUTABLE);
}

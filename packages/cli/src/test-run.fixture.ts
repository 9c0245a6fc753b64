import { Readable, Writable } from 'node:stream';
import { run } from './run.ts';
import type { Terminal } from './terminal.ts';

export interface TestTerminalOptions {
  readonly env?: NodeJS.ProcessEnv;
  /** What standard input holds. Default: nothing. */
  readonly stdin?: string;
  /** Whether the outputs are terminals. Default: false. */
  readonly isTTY?: boolean;
}

/** A terminal for tests that keeps what is written to it. */
export interface TestTerminal extends Terminal {
  readonly text: { readonly stdout: string; readonly stderr: string };
}

/** Makes a terminal whose streams are in memory. */
export function createTestTerminal(options: TestTerminalOptions = {}): TestTerminal {
  const { env = {}, stdin = '', isTTY = false } = options;
  const text = { stdout: '', stderr: '' };
  const stream = (name: keyof typeof text) =>
    Object.assign(
      new Writable({
        write(chunk: Buffer, _, done) {
          text[name] += chunk.toString();
          done();
        },
      }),
      { isTTY },
    );
  const stdout = stream('stdout');
  const stderr = stream('stderr');
  return { stdin: Readable.from([stdin]), stdout, stderr, env, text };
}

/** What a command line came to. */
export interface TestRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command line to its end. */
export async function testRun(
  args: readonly string[],
  options?: TestTerminalOptions,
): Promise<TestRun> {
  const terminal = createTestTerminal(options);
  const code = await run(args, terminal);
  return { code, ...terminal.text };
}

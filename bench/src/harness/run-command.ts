import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';

/** What a command took. */
export interface CommandCost {
  /** From its start to its end, in milliseconds. */
  readonly wall: number;
  /** CPU time of all its threads and of what it started, in milliseconds. */
  readonly cpu: number;
}

/** A program and its words. */
export interface CommandLine {
  readonly program: string;
  readonly args: readonly string[];
  /** Beside PATH. */
  readonly env?: Readonly<Record<string, string>>;
  /** What it is to end with. Default: 0. */
  readonly code?: number;
}

/** Milliseconds of a tick of `/proc/self/stat`, which Linux fixes. */
const TICK = 10;

/**
 * Runs a command so many times, one after the other. CPU time is that of children who have ended, which is counted in ticks:
 * of several runs together it is the more exact.
 *
 * @returns the mean of one run
 * @throws {Error} with what it wrote to stderr, when it does not end as it is to
 */
export async function runCommand(command: CommandLine, times: number): Promise<CommandCost> {
  const before = endedChildren();
  const begin = performance.now();
  for (let count = 0; count < times; count++) await runOnce(command);
  const wall = (performance.now() - begin) / times;
  return { wall, cpu: (endedChildren() - before) / times };
}

async function runOnce({ program, args, env = {}, code: wanted = 0 }: CommandLine): Promise<void> {
  const { PATH = '' } = process.env;
  const child = spawn(program, args, {
    env: { PATH, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== wanted) throw new Error(`${program} ended with ${code}: ${said}`);
}

/** CPU milliseconds of the children of this process that have ended: `cutime` and `cstime` of proc(5). */
function endedChildren(): number {
  const text = readFileSync('/proc/self/stat', 'latin1');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[13]) + Number(fields[14])) * TICK;
}

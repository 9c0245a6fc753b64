import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { type Attempt, DrawbridgeError } from '@drawbridge/core';
import type { JobEnvironment } from '@drawbridge/clouds/ci';
import { missing } from './find-job-token.ts';

/** Milliseconds that a program of a system may take. */
const PATIENCE = 20_000;
/** Milliseconds for what it printed to come in after its end. */
const GRACE = 500;

/** What a program is run with. */
export interface ProgramOptions {
  readonly env: JobEnvironment;
  /** Ends it. */
  readonly signal: AbortSignal;
  /** Milliseconds that are left for it. */
  readonly left: number;
  /** Characters that it may print. */
  readonly most: number;
  /** What to do where it is not there. */
  readonly advice: string;
}

/**
 * What a program prints. What it says beside that goes where ours does.
 *
 * Why one ends with a code other than 0 is not known: the service behind it may be busy, so it may be run again. To print
 * without end, or not to be there, does not pass.
 *
 * @throws the signal's reason
 */
export async function runTokenProgram(
  [program = '', ...args]: readonly string[],
  { env, signal: ending, left, most, advice }: ProgramOptions,
): Promise<Attempt<string>> {
  const patience = Math.max(1, Math.min(PATIENCE, Math.floor(left)));
  // Not by the option `timeout`, whose timer goes on where there is no such program.
  const late = AbortSignal.timeout(patience);
  const child = spawn(program, args, {
    env: { ...env },
    shell: false,
    signal: AbortSignal.any([ending, late]),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    text += part;
    if (text.length > most) child.kill('SIGKILL');
  });
  try {
    const [code, signal] = await closed(child);
    if (text.length > most) return { fault: unusable(`${program} printed without end`) };
    if (code === 0) return { value: text };
    const end = `it ended with ${signal ?? `exit code ${code}`}`;
    return { fault: unusable(`${program} gave no token of the job: ${end}`, SAID), again: {} };
  } catch (thrown) {
    ending.throwIfAborted();
    if (late.aborted) {
      const detail = `${program} gave no token of the job within ${patience / 1000} seconds`;
      return { fault: new DrawbridgeError('upstream_timeout', { detail }), again: {} };
    }
    const { code } = thrown as NodeJS.ErrnoException;
    const detail = `${program}, which gives the token of the job, cannot be run (${code})`;
    return { fault: missing(detail, advice, thrown) };
  } finally {
    // What it started may hold the other end, and would keep this process for as long.
    child.stdout.destroy();
  }
}

/** The end of a program, when all that it printed was read, or soon after: what it left behind may hold its output open. */
async function closed(child: ChildProcess): Promise<readonly [number | null, string | null]> {
  const calledOff = new AbortController();
  const { signal } = calledOff;
  const end = once(child, 'exit', { signal }) as Promise<[number | null, string | null]>;
  const close = once(child, 'close', { signal });
  close.catch(() => {});
  try {
    const ended = await end;
    await Promise.race([close, pause(GRACE, undefined, { signal, ref: false }).catch(() => {})]);
    return ended;
  } finally {
    calledOff.abort();
  }
}

const SAID = 'What it said is above. Another attempt may help.';

function unusable(detail: string, hint?: string): DrawbridgeError {
  return new DrawbridgeError('upstream_invalid', { detail, ...(hint !== undefined && { hint }) });
}

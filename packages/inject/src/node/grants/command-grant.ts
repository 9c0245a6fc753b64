import { spawn } from 'node:child_process';
import { type Clock, DrawbridgeError, epochSeconds } from '@drawbridge/core';
import type { TokenGrant } from '@drawbridge/oauth';
import { readPrintedToken } from './printed-token.ts';

const MAX_BYTES = 1024 * 1024;

/** What a program is run with. */
export interface CommandOptions {
  readonly clock: Clock;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where what it says of itself goes. Default: where this process's own does. */
  readonly stderr?: 'inherit' | 'ignore';
}

/**
 * A token that a program prints. It is run without a shell, so nothing in its arguments is expanded, and no message
 * repeats them: there may be secrets among them.
 *
 * @param command - the program and its arguments; at least the program
 */
export function commandGrant(command: readonly string[], options: CommandOptions): TokenGrant {
  const [program = '', ...args] = command;
  return {
    rotates: false,
    async obtain(_, signal) {
      const printed = await run(program, args, options, signal);
      const tokens = readPrintedToken(printed, `what ${program} printed`, options.clock);
      if ((tokens.expiresAt ?? Number.POSITIVE_INFINITY) > epochSeconds(options.clock))
        return tokens;
      throw failed(program, 'printed a token that has expired');
    },
  };
}

function run(
  program: string,
  args: readonly string[],
  { env, stderr = 'inherit' }: CommandOptions,
  signal: AbortSignal,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      env,
      stdio: ['ignore', 'pipe', stderr],
      signal,
      killSignal: 'SIGKILL',
      windowsHide: true,
    });
    const chunks: Buffer[] = [];
    let size = 0;
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > MAX_BYTES) child.kill('SIGKILL');
      else chunks.push(chunk);
    });
    child.once('error', (cause: NodeJS.ErrnoException) => {
      if (signal.aborted) reject(signal.reason as Error);
      else reject(unstarted(program, cause));
    });
    child.once('close', (code, killedBy) => {
      if (size > MAX_BYTES) reject(failed(program, 'printed more than 1 MiB'));
      else if (code === 0) resolve(Buffer.concat(chunks).toString('utf8'));
      else reject(failed(program, `ended with ${code === null ? killedBy : `exit code ${code}`}`));
    });
  });
}

function failed(program: string, what: string): DrawbridgeError {
  return new DrawbridgeError('token_endpoint_unavailable', {
    detail: `${program} was run for an access token, and ${what}`,
    hint: 'See what it wrote to standard error, and run it by hand.',
  });
}

function unstarted(program: string, cause: NodeJS.ErrnoException): DrawbridgeError {
  return new DrawbridgeError('token_endpoint_unavailable', {
    detail: `${program} was to be run for an access token, and could not be started (${cause.code})`,
    hint: 'Install it, or give its whole path. It is looked for in the folders of PATH, and no shell knows it.',
    cause,
  });
}

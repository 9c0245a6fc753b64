import { text } from 'node:stream/consumers';
import { DrawbridgeError } from '@drawbridge/core';
import { readStartOfFile } from './read-start-of-file.ts';
import type { Terminal } from './terminal.ts';

/** How a TOKEN argument is described in help. */
export const TOKEN_HELP = 'the token: - reads standard input, @FILE reads a file';

/**
 * The token that an argument stands for: `-` is standard input, `@FILE` a file, anything
 * else the token itself (which other users of the machine may see in the list of processes).
 *
 * @param what - what else it is, for messages
 * @throws {DrawbridgeError} `usage_invalid`
 */
export async function readTokenArgument(
  argument: string,
  { stdin }: Terminal,
  what = 'token',
): Promise<string> {
  const token = (await read(argument, stdin, what)).trim();
  if (token === '') {
    throw new DrawbridgeError('usage_invalid', {
      detail: `the ${what} is empty`,
      hint: 'Was the variable or the file filled that it is taken from?',
    });
  }
  return token;
}

async function read(argument: string, stdin: Terminal['stdin'], what: string): Promise<string> {
  if (argument === '-') return text(stdin);
  if (!argument.startsWith('@')) return argument;
  const path = argument.slice(1);
  if (path === '') {
    throw new DrawbridgeError('usage_invalid', { detail: 'after @ comes the name of a file' });
  }
  try {
    return await readStartOfFile(path);
  } catch (cause) {
    throw new DrawbridgeError('usage_invalid', {
      detail: `the ${what} file ${path} cannot be read (${(cause as NodeJS.ErrnoException).code})`,
      hint: 'Give an existing file behind the @, or - for standard input.',
      cause,
    });
  }
}

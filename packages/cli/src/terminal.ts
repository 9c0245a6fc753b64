import type { Readable } from 'node:stream';
import { printable } from '@drawbridge/core';

/** What a command reads from and writes to. Results go to `stdout`, all else to `stderr`. */
export interface Terminal {
  readonly stdin: Readable;
  readonly stdout: NodeJS.WritableStream & { readonly isTTY?: boolean };
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean };
  readonly env: NodeJS.ProcessEnv;
}

/** Writes a result. */
export function print({ stdout }: Terminal, text: string): void {
  stdout.write(`${text}\n`);
}

/** Writes what is not a result. */
export function tell({ stderr }: Terminal, text: string): void {
  stderr.write(`${text}\n`);
}

/** Makes what tells a person a sentence of ours, where others write to the terminal too: it begins with our name. */
export function sayTo(terminal: Terminal): (sentence: string) => void {
  return (sentence) => tell(terminal, printable(`drawbridge: ${sentence}`));
}

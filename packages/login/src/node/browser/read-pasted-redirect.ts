import { createInterface } from 'node:readline';
import type { ReadStream } from 'node:tty';
import { readPasted } from './pasted-redirect.ts';

/** How a redirect URL is taken from a terminal. */
export interface PasteOptions<T> {
  /** Where the browser was sent to come back to. */
  readonly redirectUri: string;
  /**
   * Judges the parameters of what was pasted.
   *
   * @returns what the sign-in came to; `undefined` where they are not of this one
   */
  readonly judge: (parameters: URLSearchParams) => Promise<T | undefined>;
  /** Tells the person what is wrong with a line, in sentences; the wait goes on. */
  readonly say: (sentences: string) => void;
  readonly signal: AbortSignal;
}

/**
 * Reads lines until one is a redirect URL, or the query or fragment of one, that ends the sign-in. A terminal does not
 * show what is pasted, and takes lines of any length: as it is by itself it would cut them at 1024 or 4096 bytes.
 *
 * @param input - standard input. It is left alone afterwards
 * @returns `undefined` when the input ends before
 * @throws the signal's reason, when it is aborted; what `judge` throws
 */
export async function readPastedRedirect<T>(
  input: NodeJS.ReadableStream,
  { redirectUri, judge, say, signal }: PasteOptions<T>,
): Promise<T | undefined> {
  signal.throwIfAborted();
  const terminal = (input as Partial<ReadStream>).isTTY === true;
  const lines = createInterface({ input, terminal, historySize: 0 });
  // The terminal leaves Ctrl-C to us while it takes long lines.
  lines.on('SIGINT', () => {
    if (!process.emit('SIGINT')) process.kill(process.pid, 'SIGINT');
  });
  const stop = () => lines.close();
  signal.addEventListener('abort', stop, { once: true });
  try {
    for await (const line of lines) {
      if (signal.aborted) break;
      if (line.trim() === '') continue;
      const pasted = readPasted(line, redirectUri);
      if ('fault' in pasted) {
        say(pasted.fault);
        continue;
      }
      const value = await judge(pasted.parameters);
      if (value !== undefined) return value;
      say(
        'This answer is not of this sign-in. Sign in at the address above, and paste the one that the browser comes back to.',
      );
    }
    signal.throwIfAborted();
    return undefined;
  } finally {
    signal.removeEventListener('abort', stop);
    lines.close();
  }
}

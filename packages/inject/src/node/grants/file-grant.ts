import { readFile, stat } from 'node:fs/promises';
import { type Clock, DrawbridgeError, epochSeconds } from '@drawbridge/core';
import type { TokenGrant } from '@drawbridge/oauth';
import { readPrintedToken } from './printed-token.ts';

/** Bytes: no header field has more. */
const MAX_BYTES = 64 * 1024;
/** Seconds after which the file is read again: whoever keeps it fresh tells nobody. */
const READ_AGAIN = 60;

/**
 * A token in a file that something else keeps fresh: the agent of a cluster, another program. It is read again after a
 * minute, and when an upstream refuses its token.
 */
export function fileGrant(path: string, clock: Clock): TokenGrant {
  const source = `the file ${path}`;
  return {
    rotates: false,
    isRead: true,
    async obtain(_, signal) {
      const now = epochSeconds(clock);
      const tokens = readPrintedToken(await readText(path, signal), source, clock);
      const { expiresAt = Number.POSITIVE_INFINITY } = tokens;
      // It may have a new one any moment, so this ends no sign-in.
      if (expiresAt <= now) throw stale(path, 'has a token that has expired');
      return { ...tokens, expiresAt: Math.min(expiresAt, now + READ_AGAIN) };
    },
  };
}

async function readText(path: string, signal: AbortSignal): Promise<string> {
  try {
    const { size } = await stat(path);
    if (size > MAX_BYTES) throw stale(path, 'has more than 64 KiB');
    return await readFile(path, { encoding: 'utf8', signal });
  } catch (thrown) {
    if (thrown instanceof DrawbridgeError || signal.aborted) throw thrown;
    throw stale(path, `cannot be read (${(thrown as NodeJS.ErrnoException).code})`);
  }
}

function stale(path: string, what: string): DrawbridgeError {
  return new DrawbridgeError('token_endpoint_unavailable', {
    detail: `the file ${path} ${what}`,
    hint: 'See to what writes it. It is read again by itself.',
  });
}

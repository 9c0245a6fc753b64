import { type Clock, epochSeconds } from '@drawbridge/core';
import type { TokenGrant } from '@drawbridge/oauth';
import { readPrintedToken } from './printed-token.ts';
import { readTokenFile, staleFile } from './read-token-file.ts';

/** Seconds after which the file is read again: whoever keeps it fresh tells nobody. */
const READ_AGAIN = 60;

/**
 * A token in a file that something else keeps fresh: the agent of a cluster, another program. It is read again after a
 * minute, and when an upstream refuses its token.
 *
 * @param patience - milliseconds to wait for who writes to a pipe. Default: 5,000.
 */
export function fileGrant(path: string, clock: Clock, patience?: number): TokenGrant {
  const source = `the file ${path}`;
  return {
    rotates: false,
    isRead: true,
    async obtain() {
      const now = epochSeconds(clock);
      const tokens = readPrintedToken(await readTokenFile(path, { patience }), source, clock);
      const { expiresAt = Number.POSITIVE_INFINITY } = tokens;
      // It may have a new one any moment, so this ends no sign-in.
      if (expiresAt <= now) throw staleFile(`${source} has a token that has expired`);
      return { ...tokens, expiresAt: Math.min(expiresAt, now + READ_AGAIN) };
    },
  };
}

import { type Clock, epochSeconds } from '@drawbridge/core';
import { type TokenGrant, untilAborted } from '@drawbridge/oauth';
import { readPrintedToken } from './printed-token.ts';
import { readTokenFile, unfitFile } from './read-token-file.ts';

/** Seconds after which the file is read again: whoever keeps it fresh tells nobody. */
const READ_AGAIN = 60;

/**
 * A token in a file that something else keeps fresh: the agent of a cluster, another program. It is read again after a
 * minute, and when an upstream refuses its token.
 */
export function fileGrant(path: string, clock: Clock): TokenGrant {
  return {
    rotates: false,
    isRead: true,
    async obtain(_, signal) {
      const text = await untilAborted(() => readTokenFile(path), signal);
      const now = epochSeconds(clock);
      const tokens = readPrintedToken(text, `the file ${path}`, clock);
      const { expiresAt = Number.POSITIVE_INFINITY } = tokens;
      if (expiresAt <= now) throw unfitFile(path, 'has a token that has expired');
      return { ...tokens, expiresAt: Math.min(expiresAt, now + READ_AGAIN) };
    },
  };
}

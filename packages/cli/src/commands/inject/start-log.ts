import type { Log } from '@drawbridge/core';

/** What a token source says of a token that it cannot come by. */
const OF_THE_START = new Set(['tokens not renewed', 'sign-in needed']);

/** A log that leaves out what the start itself tells a person. */
export interface StartLog {
  readonly log: Log;
  /** From now on nothing is left out. */
  started(): void;
}

/** Makes the log of the parts of a proxy that starts: why it has no token is told by its first screen, or its fault. */
export function createStartLog(log: Log): StartLog {
  let isStarting = true;
  const at =
    (level: keyof Log): Log[keyof Log] =>
    (event, fields) => {
      if (!isStarting || !OF_THE_START.has(event)) log[level](event, fields);
    };
  return {
    log: { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') },
    started() {
      isStarting = false;
    },
  };
}

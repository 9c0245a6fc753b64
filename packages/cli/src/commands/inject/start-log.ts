import type { DrawbridgeError, Log, LogFields } from '@drawbridge/core';

/** What a token source says of a token that it cannot come by. */
const OF_THE_START = new Set(['tokens not renewed', 'sign-in needed']);

/** A log that holds back what the start itself may tell a person. */
export interface StartLog {
  readonly log: Log;
  /**
   * Logs what was held back and that nobody was told: of a token that serves still, say, and that nothing renews. From now on
   * nothing is held back.
   *
   * @param told - the faults that the start tells
   */
  started(told: readonly DrawbridgeError[]): void;
}

/** Makes the log of the parts of a proxy that starts: why it has no token is told by its first screen, or its fault. */
export function createStartLog(log: Log): StartLog {
  let isStarting = true;
  const held: { readonly level: keyof Log; readonly event: string; readonly fields?: LogFields }[] =
    [];
  const at =
    (level: keyof Log): Log[keyof Log] =>
    (event, fields) => {
      if (!isStarting || !OF_THE_START.has(event)) log[level](event, fields);
      else held.push({ level, event, ...(fields && { fields }) });
    };
  return {
    log: { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') },
    started(told) {
      isStarting = false;
      const messages = new Set<unknown>(told.map(({ message }) => message));
      for (const { level, event, fields } of held) {
        if (!messages.has(fields?.['detail'])) log[level](event, fields);
      }
    },
  };
}

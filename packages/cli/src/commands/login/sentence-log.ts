import { type Log, type LogFields, printable, silentLog } from '@drawbridge/core';

/**
 * Tells a person what is to be known, as all else is told at a terminal: a sentence, and not the fields of a log line. What is of use to whoever looks for a fault is left out.
 *
 * @param write - is given a line without its end
 */
export function createSentenceLog(write: (line: string) => void): Log {
  const say = (event: string, fields: LogFields = {}) => {
    const clauses = [event, ...Object.values(fields).filter((value) => value !== undefined)];
    write(printable(`drawbridge: ${clauses.join(': ')}`).replaceAll('\n', ' '));
  };
  return { ...silentLog, warn: say, error: say };
}

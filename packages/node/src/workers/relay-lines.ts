import type { Readable } from 'node:stream';
import type { WriteLine } from '@drawbridge/core';

/**
 * Hands on what another process writes, in whole lines: several that write to one pipe themselves would tear each
 * other's lines apart. What came together is handed on together. A last line without an end is handed on too.
 */
export function relayLines(from: Readable, write: WriteLine): void {
  let rest = '';
  from.setEncoding('utf8');
  from.on('data', (text: string) => {
    const end = text.lastIndexOf('\n');
    if (end === -1) {
      rest += text;
      return;
    }
    write(rest + text.slice(0, end));
    rest = text.slice(end + 1);
  });
  from.on('end', () => {
    if (rest !== '') write(rest);
  });
  // The process has gone: that is told by its end.
  from.on('error', () => {});
}

import { printable, type Retry } from '@drawbridge/core';
import { tell, type Terminal } from './terminal.ts';

/** Says that something is tried again, and why, and how often it will be. */
export function tellRetry(
  { fault, count, wait }: Retry,
  retries: number,
  terminal: Terminal,
): void {
  const when = wait < 0.1 ? 'at once' : `in ${wait.toFixed(1)} seconds`;
  tell(terminal, printable(`${fault.message}; trying again ${when} (${count} of ${retries})`));
}

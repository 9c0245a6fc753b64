import { printable, type Retry } from '@drawbridge/core';
import { tell, type Terminal } from './terminal.ts';

/** A retry in words: why, when, and which of how many. */
export function describeRetry({ fault, count, wait }: Retry, retries: number): string {
  const when = wait < 0.1 ? 'at once' : `in ${wait.toFixed(1)} seconds`;
  return printable(`${fault.message}; trying again ${when} (${count} of ${retries})`);
}

/** Says that something is tried again. */
export function tellRetry(retry: Retry, retries: number, terminal: Terminal): void {
  tell(terminal, describeRetry(retry, retries));
}

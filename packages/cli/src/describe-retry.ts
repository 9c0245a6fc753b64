import { printable } from '@drawbridge/core';
import type { Retry } from '@drawbridge/oauth';

/** A retry in words: why, when, and which of how many. */
export function describeRetry({ fault, count, wait }: Retry, retries: number): string {
  const when = wait < 0.1 ? 'at once' : `in ${wait.toFixed(1)} seconds`;
  return printable(`${fault.message}; trying again ${when} (${count} of ${retries})`);
}

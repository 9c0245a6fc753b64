// @ts-check
import { DrawbridgeError, printable } from '@drawbridge/core';

/**
 * Waits for what is built at the start. A setting that is missing or wrong ends the process: with what is to be
 * corrected, and the exit code that the command `drawbridge` has for it. Anything else is a bug, and shows its stack.
 *
 * @template T
 * @param {Promise<T>} started
 * @returns {Promise<T>}
 */
export async function orEnd(started) {
  try {
    return await started;
  } catch (thrown) {
    if (!(thrown instanceof DrawbridgeError) || thrown.kind !== 'configuration') throw thrown;
    const { message, hint } = thrown;
    console.error(printable(hint === undefined ? message : `${message}\n${hint}`));
    return process.exit(2);
  }
}

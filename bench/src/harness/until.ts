import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds between two looks. */
const INTERVAL = 20;

/**
 * Waits until something has happened.
 *
 * @param what - in words, for the message
 * @param patience - milliseconds
 * @throws {Error} when it has not, in that time
 */
export async function until(
  what: string,
  patience: number,
  hasHappened: () => boolean | Promise<boolean>,
): Promise<void> {
  const deadline = performance.now() + patience;
  while (!(await hasHappened())) {
    if (performance.now() > deadline) {
      throw new Error(`this did not happen within ${patience / 1000} seconds: ${what}`);
    }
    await sleep(INTERVAL);
  }
}

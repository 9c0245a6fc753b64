import type { Clock } from '@drawbridge/core';

/** Milliseconds after which it is looked for anew: providers move. */
const MAX_AGE = 600_000;
/** Milliseconds for which what was known goes on after a look that failed. */
const AFTER_FAULT = 30_000;

/**
 * Keeps what is looked for: one look for all who need it at a time, and a new one after ten minutes. Where that fails, what
 * was found before goes on: people are signed in at a provider whose document cannot be read for a while.
 *
 * @param look - is told what was found before
 */
export function kept<T>(
  look: (before: T | undefined) => Promise<T>,
  clock: Clock,
): () => Promise<T> {
  let found: { readonly value: T } | undefined;
  let until = 0;
  let flight: Promise<T> | undefined;

  async function lookAnew(): Promise<T> {
    try {
      const value = await look(found?.value);
      found = { value };
      until = clock.monotonic() + MAX_AGE;
      return value;
    } catch (thrown) {
      if (found === undefined) throw thrown;
      until = clock.monotonic() + AFTER_FAULT;
      return found.value;
    } finally {
      flight = undefined;
    }
  }

  return async () => {
    if (found !== undefined && clock.monotonic() < until) return found.value;
    return (flight ??= lookAnew());
  };
}

import type { Clock, LoadJwks } from '@drawbridge/core';

/** Milliseconds until keys that could not be had are asked for again. */
const PAUSE = 10_000;

/**
 * Has keys that could not be had be asked for again after a pause alone; meanwhile the fault is thrown at once. Whoever has a page
 * explain a cookie may have written dozens of tokens into it, and nothing that is only shown is worth that many attempts, one after
 * the other.
 */
export function pausing(load: LoadJwks, clock: Clock): LoadJwks {
  let failed: { readonly thrown: unknown; readonly until: number } | undefined;
  return async (etag) => {
    if (failed !== undefined && clock.monotonic() < failed.until) throw failed.thrown;
    try {
      const loaded = await load(etag);
      failed = undefined;
      return loaded;
    } catch (thrown) {
      failed = { thrown, until: clock.monotonic() + PAUSE };
      throw thrown;
    }
  };
}

import { type Clock, DrawbridgeError } from '@drawbridge/core';
import { type TokenSource, untilAborted } from '@drawbridge/oauth';

/** Milliseconds for which a delegation that was there counts as being there. */
const LOOK_EVERY = 10_000;

/** What is said of a delegation that is not there any more. */
export function endedFault(): DrawbridgeError {
  return new DrawbridgeError('sign_in_needed', {
    detail: 'the delegation has ended: its user or this service ended it, or its time is over',
    hint: 'The work cannot go on. The user must sign in again, and begin it anew.',
  });
}

/**
 * A source that hands out nothing of a delegation that was ended, also by another process: an access token at hand would
 * be good for a while. It begins with one that is there. What cannot be looked up is a fault, and no reason to go on.
 *
 * @param isThere - looks it up; its fault is the caller's
 */
export function watchSource(
  source: TokenSource,
  isThere: () => Promise<boolean>,
  clock: Clock,
): TokenSource {
  let lookedAt = clock.monotonic();
  let looking: Promise<void> | undefined;
  let isEnded = false;
  const isDue = () => clock.monotonic() - lookedAt >= LOOK_EVERY;

  async function look(): Promise<void> {
    const now = clock.monotonic();
    if (!(await isThere())) {
      isEnded = true;
      await source.close();
    }
    lookedAt = now;
  }

  return {
    async get(options) {
      options?.signal?.throwIfAborted();
      if (!isEnded && isDue()) {
        const work = (looking ??= look().finally(() => {
          looking = undefined;
        }));
        await (options?.signal ? untilAborted(() => work, options.signal) : work);
      }
      if (isEnded) throw endedFault();
      try {
        return await source.get(options);
      } catch (thrown) {
        options?.signal?.throwIfAborted();
        // Found out by another call meanwhile, which closed the source.
        if (isEnded) throw endedFault();
        throw thrown;
      }
    },
    peek: () => (isEnded || isDue() ? undefined : source.peek()),
    close: () => source.close(),
  };
}

/** How a source lets time pass. */
export interface SourceTimers {
  /**
   * Does something later; a process that has nothing else to do ends before.
   *
   * @param milliseconds - 0 to 2^31 - 1
   * @returns calls it off
   */
  after(milliseconds: number, work: () => void): () => void;
  /** Holds the process, for somebody waits. @returns lets go of it */
  hold(): () => void;
}

/** The longest that a timer can wait: with more, it goes off at once. */
export const LONGEST_TIMER = 2 ** 31 - 1;

/** The timers of the machine. */
export const systemTimers: SourceTimers = {
  after(milliseconds, work) {
    const timer = setTimeout(work, milliseconds);
    // In a browser it is a number, and no page is held open by it.
    (timer as { unref?: () => void }).unref?.();
    return () => clearTimeout(timer);
  },
  hold() {
    const timer = setInterval(() => {}, LONGEST_TIMER);
    return () => clearInterval(timer);
  },
};

/** Waits. @throws the signal's reason, when it is aborted */
export function sleep(
  timers: SourceTimers,
  milliseconds: number,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason as Error);
    const stop = () => {
      callOff();
      reject(signal.reason as Error);
    };
    const callOff = timers.after(milliseconds, () => {
      signal.removeEventListener('abort', stop);
      resolve();
    });
    signal.addEventListener('abort', stop, { once: true });
  });
}

/** Those who wait for something that others wait for, too. */
export interface Waiters {
  /** Waits. @throws the signal's reason, when it is aborted: this one wait ends, and nothing else */
  waitFor<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T>;
  /** Ends all waits. */
  end(reason: Error): void;
}

export function createWaiters(): Waiters {
  // Not listeners of one signal: of more than a few, Node says that they leak.
  const waiting = new Set<(reason: Error) => void>();
  return {
    waitFor: (work, signal) =>
      new Promise((resolve, reject) => {
        const settle = () => {
          waiting.delete(stop);
          signal?.removeEventListener('abort', abort);
        };
        const stop = (reason: Error) => {
          settle();
          reject(reason);
        };
        const abort = () => stop(signal?.reason as Error);
        waiting.add(stop);
        signal?.addEventListener('abort', abort, { once: true });
        work.then(
          (value) => {
            settle();
            resolve(value);
          },
          (thrown: unknown) => stop(thrown as Error),
        );
        if (signal?.aborted === true) abort();
      }),
    end(reason) {
      for (const stop of waiting) stop(reason);
    },
  };
}

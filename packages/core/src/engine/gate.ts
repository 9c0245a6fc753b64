import { DrawbridgeError } from '../errors/drawbridge-error.ts';

/** Lets a bounded number of tasks run, a bounded number wait, and refuses the rest. */
export interface Gate {
  /** @throws {DrawbridgeError} `overloaded` when the queue is full */
  run<T>(task: () => Promise<T>): Promise<T>;
}

export interface GateOptions {
  /** How many tasks run at once. */
  readonly running: number;
  /** How many more may wait for their turn. */
  readonly waiting: number;
  /** Told how many wait, each time that this changes. */
  readonly onWaiting?: ((count: number) => void) | undefined;
}

/**
 * Makes a gate. Signatures pass through one, so that a burst of RSA work can
 * fill neither the thread pool, which file I/O shares, nor the memory.
 */
export function createGate({ running, waiting, onWaiting }: GateOptions): Gate {
  const queue: (() => void)[] = [];
  let active = 0;

  const leave = () => {
    const next = queue.shift();
    if (next === undefined) {
      active--;
    } else {
      onWaiting?.(queue.length);
      next();
    }
  };

  return {
    async run(task) {
      if (active < running) {
        active++;
      } else {
        if (queue.length >= waiting) {
          throw new DrawbridgeError('overloaded', {
            detail: `${active} slow operations are under way and ${queue.length} wait`,
          });
        }
        await new Promise<void>((enter) => {
          queue.push(enter);
          onWaiting?.(queue.length);
        });
      }
      try {
        return await task();
      } finally {
        leave();
      }
    },
  };
}

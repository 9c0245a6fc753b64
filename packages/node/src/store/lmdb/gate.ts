import type { RootDatabase } from 'lmdb';

/** Lets one process at a time pass, and is freed by the system when that process dies. */
export interface Gate {
  /**
   * Works while no other process does, and answers what the work answers. What is called while this
   * process waits for others, or works, passes together.
   */
  pass<T>(work: () => T | Promise<T>): Promise<T>;
}

/** Somebody who waits. */
interface Waiting {
  /** Does the work, and settles what was promised. Never fails. */
  readonly enter: () => Promise<void>;
  readonly fail: (reason: Error) => void;
}

/**
 * Makes a gate of a file of LMDB that holds nothing: all that is used of it is its writer's lock.
 *
 * @param file - opened with `eventTurnBatching: false`
 */
export function createGate(file: Pick<RootDatabase, 'transaction'>): Gate {
  const waiting: Waiting[] = [];
  let passing: Promise<void> | undefined;

  async function letPass(): Promise<void> {
    while (waiting.length > 0) {
      try {
        await file.transaction(() => Promise.all(waiting.splice(0).map(({ enter }) => enter())));
      } catch (thrown) {
        for (const { fail } of waiting.splice(0)) fail(thrown as Error);
      }
    }
    passing = undefined;
  }

  return {
    pass(work) {
      return new Promise((resolve, reject) => {
        const enter = () => Promise.resolve().then(work).then(resolve, reject);
        waiting.push({ enter, fail: reject });
        passing ??= letPass();
      });
    },
  };
}

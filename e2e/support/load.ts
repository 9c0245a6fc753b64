/** What became of the requests of a load. */
interface LoadOutcome {
  /** How many were answered as they should. */
  readonly answered: number;
  /** What became of the others. */
  readonly lost: readonly string[];
}

/** Requests that are sent without a pause. */
export interface Load {
  /** How many were answered so far as they should. */
  answered(): number;
  /** Starts no more requests, and waits for the end of those under way. */
  stop(): Promise<LoadOutcome>;
}

/**
 * Sends requests until it is told to stop.
 *
 * @param send - sends one and answers its status; 200 is as it should be
 * @param workers - how many send at a time
 */
export function startLoad(send: () => Promise<number>, workers = 8): Load {
  const state = { stopped: false };
  let answered = 0;
  const lost: string[] = [];
  const work = async () => {
    while (!state.stopped) {
      try {
        const status = await send();
        if (status === 200) answered++;
        else lost.push(`status ${status}`);
      } catch (thrown) {
        const { message, cause } = thrown as Error;
        lost.push(`${message}: ${String(cause ?? '')}`);
      }
    }
  };
  const all = Promise.all(Array.from({ length: workers }, work));
  return {
    answered: () => answered,
    async stop() {
      state.stopped = true;
      await all;
      return { answered, lost };
    },
  };
}

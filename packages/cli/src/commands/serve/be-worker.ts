import type { LogFields } from '@drawbridge/core';
import type { Signals } from '../../catch-signals.ts';
import { workerNumber } from '@drawbridge/node';
import type { Teller } from './tell-itself.ts';
import type { Answers } from '@drawbridge/node/workers';

/** What is different where the exchange is served by a worker. */
export interface AsWorker {
  /** What the primary says, in the place of signals. */
  readonly signals: Signals;
  /** What each line of its log has first. */
  readonly fields: LogFields;
  /** The primary, who tells it once for all. */
  readonly teller: WorkerTeller;
  /** Unties it from the primary, so that the process may end. */
  leave(): Promise<void>;
}

/** Tells the primary. */
export interface WorkerTeller extends Teller {
  answerWith(answers: Answers): void;
}

/** Ties this process to its primary, if it is a worker. */
export async function joinAsWorker(
  env: Readonly<Record<string, string | undefined>>,
): Promise<AsWorker | undefined> {
  const number = workerNumber(env);
  if (number === undefined) return undefined;
  const { joinPrimary } = await import('@drawbridge/node/workers');
  const primary = joinPrimary();
  return {
    signals: {
      stop: primary.stop,
      onReload: (reload) => primary.onReload(reload),
      release() {},
    },
    fields: { worker: number },
    teller: {
      ready: (fields) => primary.tellReady(fields),
      stopping: (_, terms) => primary.tellStopping(terms),
      unreachable: () => primary.unreachable(),
      stopped: (stopped) => primary.tellStopped(stopped),
      answerWith: (answers) => primary.answerWith(answers),
    },
    leave: () => primary.leave(),
  };
}

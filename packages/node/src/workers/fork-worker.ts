import cluster, { type Worker } from 'node:cluster';
import type { Log, WriteLine } from '@drawbridge/core';
import type { FromWorker } from './messages.ts';
import { relayLines } from './relay-lines.ts';
import { sharePool } from './share-pool.ts';
import { workerVariables } from './worker-number.ts';

/** What a worker is started with, and who hears of it. */
interface ForkOptions {
  readonly number: number;
  /** How many there are to be. */
  readonly count: number;
  readonly log: Log;
  /** Where its lines go. */
  readonly write: WriteLine;
  readonly onMessage: (message: FromWorker) => void;
  /** @param code - negative where there was no process, for that is an error of the system */
  readonly onEnd: (code: number | null, signal: NodeJS.Signals | null) => void;
}

/**
 * Starts this program again as a worker.
 *
 * @returns `undefined` where no process came of it; its end is told like that of any other
 */
export function forkWorker(options: ForkOptions): Worker | undefined {
  const { number, count, log, write, onMessage, onEnd } = options;
  let worker: Worker;
  try {
    worker = cluster.fork({ ...sharePool(count, process.env), ...workerVariables(number) });
  } catch (thrown) {
    // Node throws of some reasons why no process could be made, and tells of the others by events.
    const { message: detail, errno = 0 } = thrown as NodeJS.ErrnoException;
    log.error('worker error', { worker: number, detail });
    onEnd(errno, null);
    return undefined;
  }
  worker.on('error', ({ message }) =>
    log.error('worker error', { worker: number, detail: message }),
  );
  const { stderr } = worker.process;
  if (stderr) relayLines(stderr, write);
  worker.on('message', onMessage);
  worker.process.once('close', onEnd);
  // What is no process must not be killed: that would kill all of our process group.
  return worker.process.pid === undefined ? undefined : worker;
}

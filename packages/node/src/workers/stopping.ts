import { deferred } from './deferred.ts';
import type { FromWorker, StopTerms, ToWorker } from './messages.ts';
import { createTimeLimits } from './time-limits.ts';

/** What became of all workers together. */
export interface WorkersStopped {
  /** Connections that were cut off. */
  readonly cutOff: number;
  /** Milliseconds since no more calls were taken, of the one that took longest. */
  readonly ms: number;
}

/** What the end of workers begins with. */
interface StoppingOptions {
  /** What each of them is told. */
  readonly order: ToWorker;
  /** Told once that they heard it. */
  readonly onStopping: (terms: StopTerms) => void;
  /** What they have to end within, until one says that it takes longer. */
  readonly terms: StopTerms;
  /** Ends those that did not end in their time: they hang. */
  readonly endOverdue: (workers: readonly number[]) => void;
  /** The workers that take connections. */
  readonly serving: readonly number[];
  /** Those that run. */
  readonly living: readonly number[];
  /** Tells all that nobody can connect to any of them any more. */
  readonly tellUnreachable: () => void;
}

/** Seconds that a worker has beyond its terms, for each of both steps. */
const GRACE = 5;

/** The end of workers, under way. */
export interface Stopping {
  /** For who could not hear it yet. */
  readonly order: ToWorker;
  hear(worker: number, message: FromWorker): void;
  /** A worker has ended. */
  gone(worker: number): void;
  readonly done: Promise<WorkersStopped>;
}

/**
 * Follows workers to their end. They tell their callers to take other connections only when none of them takes any: who
 * was told by the first to stop would else connect to the last one as it closes.
 */
export function createStopping({
  order,
  onStopping,
  terms,
  endOverdue,
  serving,
  living,
  tellUnreachable,
}: StoppingOptions): Stopping {
  const done = deferred<WorkersStopped>();
  const reachable = new Set(serving);
  const running = new Set(living);
  const total = { cutOff: 0, ms: 0 };
  let told = false;

  const noMore = (worker: number) => {
    reachable.delete(worker);
    // Again for each that asks: one that only started could not hear it before.
    if (reachable.size === 0) tellUnreachable();
  };
  const time = createTimeLimits();
  const giveTime = ({ delay, patience }: StopTerms) => {
    // The others wait for one that does not say that nobody can connect to it.
    time.limit('reachable', delay + GRACE, () => endOverdue([...reachable]));
    time.limit('running', delay + GRACE + patience + GRACE, () => endOverdue([...running]));
  };
  const look = () => {
    if (running.size > 0) return;
    time.clear();
    done.resolve(total);
  };
  giveTime(terms);
  look();
  return {
    order,
    done: done.promise,
    hear(worker, message) {
      if (message.act === 'unreachable') noMore(worker);
      if (message.act === 'stopping') {
        giveTime(message);
        if (!told) onStopping(message);
        told = true;
      }
      if (message.act !== 'stopped') return;
      total.cutOff += message.cutOff;
      total.ms = Math.max(total.ms, message.ms);
    },
    gone(worker) {
      noMore(worker);
      running.delete(worker);
      look();
    },
  };
}

import { deferred } from './deferred.ts';
import type { FromWorker, ToWorker } from './messages.ts';

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
  /** Told once that they heard it: for how many seconds they still take calls. */
  readonly onStopping: (delay: number) => void;
  /** The workers that take connections. */
  readonly serving: readonly number[];
  /** Those that run. */
  readonly living: readonly number[];
  /** Tells all that nobody can connect to any of them any more. */
  readonly tellUnreachable: () => void;
}

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
  const look = () => {
    if (running.size === 0) done.resolve(total);
  };
  look();
  return {
    order,
    done: done.promise,
    hear(worker, message) {
      if (message.act === 'unreachable') noMore(worker);
      if (message.act === 'stopping' && !told) {
        told = true;
        onStopping(message.delay);
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

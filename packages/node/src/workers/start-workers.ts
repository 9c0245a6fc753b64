import cluster, { type Worker } from 'node:cluster';
import { getSystemErrorName } from 'node:util';
import type { Log, LogFields, WriteLine } from '@drawbridge/core';
import { createAsker } from './asker.ts';
import { countDeath } from './back-off.ts';
import { deferred } from './deferred.ts';
import { forkWorker } from './fork-worker.ts';
import type { FromWorker, Question, StopTerms, ToWorker } from './messages.ts';
import { followConnectionsInTransit } from './connections-in-transit.ts';
import { createStopping, type Stopping, type WorkersStopped } from './stopping.ts';
import { WorkersFailed } from './workers-failed.ts';

/** What workers are started with. */
export interface WorkersOptions {
  /** How many there are to be. */
  readonly count: number;
  readonly log: Log;
  /** Where their lines go. */
  readonly write: WriteLine;
  /** Told of each that ended and is replaced. */
  readonly onDeath?: () => void;
}

/** The workers of this process, which is their primary. */
export interface Workers {
  /** Resolves when all serve, with what the first of them told of itself. */
  readonly ready: Promise<LogFields>;
  /** Rejects with {@link WorkersFailed} when they cannot be kept running. */
  readonly failed: Promise<never>;
  /** Has all of them load their configuration anew. */
  reload(): void;
  /** Asks all that serve. @returns the answers by the workers' numbers, of those who gave one within a second */
  ask(question: Question): Promise<ReadonlyMap<number, unknown>>;
  /**
   * Has all of them stop, and waits for their end. One that hangs is killed, once its time is well over.
   *
   * @param terms - of the configuration that they were started with
   * @param onStopping - told once that they heard it, by the terms that are in force
   */
  stop(
    signal: string,
    terms: StopTerms,
    onStopping: (terms: StopTerms) => void,
  ): Promise<WorkersStopped>;
  /** Ends all of them at once. */
  kill(): void;
}

interface Slot {
  readonly number: number;
  worker: Worker | undefined;
  /** Whether it serves. */
  ready: boolean;
  /** When its process began. */
  began: number;
  /** How often it ended early. */
  deaths: number;
  again: NodeJS.Timeout | undefined;
}

/** Ends in a row, none of them after it served, with which a worker is given up while no other serves. */
const GIVE_UP_AFTER = 5;

/**
 * Starts this program again as workers, with the same arguments, and keeps them running. The first alone until it serves: it
 * founds what is not there yet, and tells the faults of the start once. Each that ends is replaced, after a pause where it ended
 * at once. When this process ends, they end.
 */
export function startWorkers(options: WorkersOptions): Workers {
  const { count, log, write, onDeath = () => {} } = options;
  cluster.setupPrimary({ stdio: ['ignore', 'inherit', 'pipe', 'ipc'] });
  const slots = Array.from(
    { length: count },
    (_, index): Slot => ({
      number: index + 1,
      worker: undefined,
      ready: false,
      began: 0,
      deaths: 0,
      again: undefined,
    }),
  );
  const [first] = slots as [Slot];
  const ready = deferred<LogFields>();
  const failed = deferred<never>();
  failed.promise.catch(() => undefined);
  const asker = createAsker();
  const inTransit = followConnectionsInTransit();
  let firstFields: LogFields | undefined;
  let started = false;
  let stopping: Stopping | undefined;

  const living = () => slots.filter(({ worker }) => worker !== undefined);
  const kill = () => {
    for (const slot of slots) {
      clearTimeout(slot.again);
      slot.worker?.process.kill('SIGKILL');
    }
  };
  // No exit, however it comes about, leaves workers behind.
  process.once('exit', kill);

  function fork(slot: Slot): void {
    slot.began = performance.now();
    slot.worker = forkWorker({
      number: slot.number,
      count,
      log,
      write,
      onMessage: (message) => hear(slot, message),
      onEnd: (code, signal) => ended(slot, code, signal),
    });
    if (slot.worker !== undefined) inTransit.follow(slot.worker.process);
  }

  function hear(slot: Slot, message: FromWorker): void {
    if (message.act === 'answer') asker.answer(message.id, message.value);
    else if (message.act === 'ready') serves(slot, message.fields);
    else if (message.act === 'joined') {
      if (slot.worker !== undefined && stopping !== undefined) send(slot.worker, stopping.order);
    } else stopping?.hear(slot.number, message);
  }

  function serves(slot: Slot, fields: LogFields): void {
    slot.ready = true;
    if (started) {
      log.info('worker replaced', { worker: slot.number, pid: slot.worker?.process.pid });
      return;
    }
    if (firstFields === undefined) {
      firstFields = fields;
      for (const other of slots) if (other !== first && stopping === undefined) fork(other);
    }
    if (!slots.every((each) => each.ready)) return;
    started = true;
    ready.resolve(firstFields);
  }

  function ended(slot: Slot, code: number | null, signal: NodeJS.Signals | null): void {
    const { number } = slot;
    const pid = slot.worker?.process.pid;
    const served = slot.ready;
    slot.worker = undefined;
    slot.ready = false;
    const because = signal ?? reasonOf(code ?? 0);
    if (stopping !== undefined) {
      if (code !== 0) log.error('worker ended', { worker: number, pid, because });
      stopping.gone(number);
      return;
    }
    // Why has been told: another would find the same.
    if (!started && code !== null) return failed.reject(new WorkersFailed(code));
    const deaths = countDeath(slot.deaths, performance.now() - slot.began);
    slot.deaths = deaths.count;
    log.error('worker ended', { worker: number, pid, because, pause: deaths.pause / 1000 });
    if (!served && deaths.count >= GIVE_UP_AFTER && !slots.some((each) => each.ready)) {
      log.error('no worker can be kept running', { ends: deaths.count, because });
      return failed.reject(new WorkersFailed(code ?? undefined));
    }
    onDeath();
    slot.again = setTimeout(() => fork(slot), deaths.pause);
  }

  function endOverdue(overdue: readonly number[]): void {
    for (const { worker, number } of slots) {
      if (worker === undefined || !overdue.includes(number)) continue;
      log.error('worker hangs and is killed', { worker: number, pid: worker.process.pid });
      worker.process.kill('SIGKILL');
    }
  }

  const sendAll = (message: ToWorker) => {
    for (const { worker } of slots) if (worker !== undefined) send(worker, message);
  };
  fork(first);

  return {
    ready: ready.promise,
    failed: failed.promise,
    reload: () => sendAll({ act: 'reload' }),
    kill,
    ask: (question) =>
      asker.ask(
        slots.flatMap(({ worker, ready: asked, number }) =>
          worker !== undefined && asked
            ? { number, send: (id) => send(worker, { act: 'ask', id, question }) }
            : [],
        ),
      ),
    stop(signal, terms, onStopping) {
      for (const { again } of slots) clearTimeout(again);
      const order = { act: 'stop', signal } as const;
      stopping = createStopping({
        order,
        onStopping,
        terms,
        endOverdue,
        // One that only starts takes no connections yet.
        serving: slots.filter((each) => each.ready).map(({ number }) => number),
        living: living().map(({ number }) => number),
        tellUnreachable: () => sendAll({ act: 'all-unreachable' }),
      });
      sendAll(order);
      return stopping.done;
    },
  };
}

/** @param code - of a process that ended; negative where there was none, for that is an error of the system */
function reasonOf(code: number): string {
  return code < 0 ? getSystemErrorName(code) : `exit code ${code}`;
}

function send(worker: Worker, message: ToWorker): void {
  // One that cannot be told any more has ended, or will: that is told of elsewhere.
  if (worker.isConnected()) worker.send(message, undefined, () => {});
}

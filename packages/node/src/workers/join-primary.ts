import cluster from 'node:cluster';
import type { LogFields } from '@drawbridge/core';
import { deferred } from './deferred.ts';
import type { FromWorker, Question, StopTerms, ToWorker } from './messages.ts';

/** What a worker answers when it is asked. */
export type Answers = { readonly [Name in Question]: () => Promise<unknown> };

/** A worker's tie to its primary. */
export interface Membership {
  /** Resolves when it is to stop, with the signal that the primary got, or `disconnect` when the primary has gone. */
  readonly stop: Promise<string>;
  /** What a wish to reload does. One that came before is made up for. */
  onReload(reload: () => void): void;
  answerWith(answers: Answers): void;
  tellReady(fields: LogFields): void;
  tellStopping(terms: StopTerms): void;
  /** Tells that nobody can connect here any more, and waits until that is so of all workers. */
  unreachable(): Promise<void>;
  tellStopped(stopped: { readonly cutOff: number; readonly ms: number }): void;
  /** Unties it: the process may end. */
  leave(): Promise<void>;
}

/**
 * Makes this process heed its primary, and it alone: a signal to the process group reaches workers too, and it is the
 * primary who says what it means. A worker whose primary was killed stops by itself.
 */
export function joinPrimary(): Membership {
  const { worker } = cluster;
  if (worker === undefined) throw new TypeError('this process is no worker');
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
  // Else Node ends the process the moment that the primary has gone, with all calls that are under way.
  worker.exitedAfterDisconnect = true;

  const stop = deferred<string>();
  const allUnreachable = deferred<void>();
  let missed = false;
  let reload = () => {
    missed = true;
  };
  let answers: Answers | undefined;

  process.on('message', (message: ToWorker) => {
    if (message.act === 'stop') stop.resolve(message.signal);
    else if (message.act === 'reload') reload();
    else if (message.act === 'all-unreachable') allUnreachable.resolve();
    else if (message.act === 'ask') void answer(message.id, message.question);
  });
  process.once('disconnect', () => {
    stop.resolve('disconnect');
    allUnreachable.resolve();
  });

  let latest: Promise<void> = Promise.resolve();

  /** Resolves when the primary has it, or cannot have it any more. */
  function tell(message: FromWorker): Promise<void> {
    latest = new Promise((resolve) => {
      if (!process.connected || process.send === undefined) return resolve();
      process.send(message, undefined, undefined, () => resolve());
    });
    return latest;
  }

  async function answer(id: number, question: Question): Promise<void> {
    const value = await answers?.[question]();
    if (value !== undefined) await tell({ act: 'answer', id, value });
  }

  void tell({ act: 'joined' });
  return {
    stop: stop.promise,
    onReload(given) {
      reload = given;
      if (missed) given();
      missed = false;
    },
    answerWith(given) {
      answers = given;
    },
    tellReady: (fields) => void tell({ act: 'ready', fields }),
    tellStopping: (terms) => void tell({ act: 'stopping', ...terms }),
    async unreachable() {
      await tell({ act: 'unreachable' });
      await allUnreachable.promise;
    },
    tellStopped: (stopped) => void tell({ act: 'stopped', ...stopped }),
    async leave() {
      await latest;
      if (process.connected) process.disconnect();
    },
  };
}

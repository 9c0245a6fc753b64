import { readdir } from 'node:fs/promises';
import { hostname } from 'node:os';
import { DrawbridgeError } from '@drawbridge/core';
import { openRevisions, type Revisions } from './revisions.ts';
import { makePrivateFolder } from './write-atomic.ts';
import { dataError } from './data-error.ts';

/** Milliseconds after which a holder on another machine is taken for dead; nobody holds a lock while waiting for others. */
const TERM = 30_000;
/** Milliseconds that one waits for a lock. */
const PATIENCE = 60_000;
/** Milliseconds between two looks at a lock, at least and at most. */
const PAUSE = [5, 25] as const;
const SWEEP_EVERY = 16;

export interface FileLockOptions {
  /** What is waited for, in words, for the message. */
  readonly what: string;
  /** Milliseconds. Default: a minute. */
  readonly patience?: number;
}

interface Holder {
  readonly host: string;
  readonly pid: number;
  /** Milliseconds since the epoch. */
  readonly until: number;
}

/**
 * Does work that only one process at a time may do: between reading a file and replacing it, say. The lock is a chain of
 * revisions, of which the newest names who holds it: a holder that was killed is followed by exactly one other, for the
 * file system gives the next name to one alone.
 *
 * @param folder - of the lock alone; it stays, with small files
 * @param work - told how to make sure that the lock was not lost meanwhile, to do before what cannot be undone
 * @throws {DrawbridgeError} `data_unusable` when it cannot be had, and from `work`'s check when it was lost
 */
export async function withFileLock<T>(
  folder: string,
  { what, patience = PATIENCE }: FileLockOptions,
  work: (confirm: () => Promise<void>) => Promise<T>,
): Promise<T> {
  try {
    await makePrivateFolder(folder);
  } catch (thrown) {
    throw dataError(thrown, folder);
  }
  const revisions = openRevisions(folder, { name: 'lock', keptTexts: 1 });
  const mine = await take(revisions, what, patience);
  const confirm = async () => {
    if ((await revisions.read())?.revision !== mine) throw lost(what);
  };
  try {
    return await work(confirm);
  } finally {
    // Whoever took it over has written this revision, and nothing is to be done.
    await revisions.commit('free', mine);
    if (mine % SWEEP_EVERY < 2) {
      await revisions.sweep(await readdir(folder).catch(() => []), mine).catch(() => undefined);
    }
  }
}

/** @returns the revision by which it is held */
async function take(revisions: Revisions, what: string, patience: number): Promise<number> {
  const end = performance.now() + patience;
  for (;;) {
    const newest = await revisions.read();
    if (newest === undefined || isFree(newest.text)) {
      const over = newest?.revision ?? 0;
      const holder: Holder = {
        host: hostname(),
        pid: process.pid,
        until: Date.now() + TERM,
      };
      if (await revisions.commit(JSON.stringify(holder), over)) return over + 1;
    }
    if (performance.now() > end) throw busy(what);
    const [least, most] = PAUSE;
    await new Promise((resolve) => setTimeout(resolve, least + Math.random() * (most - least)));
  }
}

function isFree(text: string): boolean {
  if (text === 'free') return true;
  const holder = readHolder(text);
  if (holder === undefined || holder.until < Date.now()) return true;
  return holder.host === hostname() && !isAlive(holder.pid);
}

function readHolder(text: string): Holder | undefined {
  try {
    const { host, pid, until } = JSON.parse(text) as Partial<Record<keyof Holder, unknown>>;
    const isHolder =
      typeof host === 'string' && typeof pid === 'number' && typeof until === 'number';
    return isHolder ? { host, pid, until } : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (thrown) {
    // One of another user is alive as well.
    return (thrown as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

function busy(what: string): DrawbridgeError {
  return new DrawbridgeError('data_unusable', {
    detail: `${what} is being changed by another process, which does not end`,
    hint: 'Nothing was changed. Try again later.',
  });
}

function lost(what: string): DrawbridgeError {
  return new DrawbridgeError('data_unusable', {
    detail: `${what} was not changed: this process was held up so long that another one took its turn`,
    hint: 'Try again.',
  });
}

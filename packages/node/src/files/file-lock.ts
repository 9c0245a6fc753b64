import { readdir } from 'node:fs/promises';
import { hostname } from 'node:os';
import { DrawbridgeError } from '@drawbridge/core';
import { openRevisions, type Revisions } from './revisions.ts';
import { makePrivateFolder } from './write-atomic.ts';
import { dataError } from './data-error.ts';

/** Milliseconds after which a holder that said nothing more is taken for dead. */
const TERM = 30_000;
/** Milliseconds that one waits for a lock. */
const PATIENCE = 60_000;
/** Milliseconds between two looks at a lock, at least and at most. */
const PAUSE = [5, 25] as const;
/** The same for one that may be held for minutes: the pauses grow up to the second, or looking would keep a machine busy. */
const LONG_PAUSE = [5, 250] as const;
const SWEEP_EVERY = 16;

export interface FileLockOptions {
  /** What is waited for, in words, for the message. */
  readonly what: string;
  /** Milliseconds. Default: a minute. */
  readonly patience?: number;
  /**
   * Whether the work may take long, since it waits for others, or for a person: the lock then lasts as long as this
   * process does, and whoever waits looks less and less often. Default: false.
   */
  readonly isLong?: boolean;
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
 * @param work - told how to make sure that the lock was not lost meanwhile, to do before what cannot be undone; and
 *   whether another process had it, when it was first asked for
 * @throws {DrawbridgeError} `data_unusable` when it cannot be had, and from `work`'s check when it was lost
 */
export async function withFileLock<T>(
  folder: string,
  { what, patience = PATIENCE, isLong = false }: FileLockOptions,
  work: (confirm: () => Promise<void>, waited: boolean) => Promise<T>,
): Promise<T> {
  try {
    await makePrivateFolder(folder);
  } catch (thrown) {
    throw dataError(thrown, folder);
  }
  const revisions = openRevisions(folder, { name: 'lock', keptTexts: 1 });
  const taken = await take(revisions, { what, patience, isLong });
  let mine = taken.revision;
  const confirm = async () => {
    if ((await revisions.read())?.revision !== mine) throw lost(what);
  };
  let beat = Promise.resolve();
  const prolong = async () => {
    // Where that fails the lock may be lost, which `confirm` finds.
    if (await revisions.commit(holder(), mine).catch(() => false)) mine++;
  };
  const heart = isLong ? setInterval(() => void (beat = beat.then(prolong)), TERM / 3) : undefined;
  heart?.unref();
  try {
    return await work(async () => {
      await beat;
      await confirm();
    }, taken.waited);
  } finally {
    clearInterval(heart);
    await beat;
    // Whoever took it over has written this revision, and nothing is to be done.
    await revisions.commit('free', mine);
    if (isLong || mine % SWEEP_EVERY < 2) {
      await revisions.sweep(await readdir(folder).catch(() => []), mine).catch(() => undefined);
    }
  }
}

/** @returns the revision by which it is held, and whether another process held it before */
async function take(
  revisions: Revisions,
  { what, patience, isLong }: Required<FileLockOptions>,
): Promise<{ readonly revision: number; readonly waited: boolean }> {
  const start = performance.now();
  for (let waited = false; ; waited = true) {
    const newest = await revisions.read();
    if (newest === undefined || isFree(newest.text)) {
      const over = newest?.revision ?? 0;
      if (await revisions.commit(holder(), over)) {
        return { revision: over + 1, waited };
      }
    }
    const since = performance.now() - start;
    if (since > patience) throw busy(what);
    const [least, most] = isLong ? LONG_PAUSE : PAUSE;
    const longest = isLong ? Math.min(most, least + since / 10) : most;
    const pause = least + Math.random() * (longest - least);
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

/** Says that this process has it. */
function holder(): string {
  const { pid } = process;
  return JSON.stringify({ host: hostname(), pid, until: Date.now() + TERM } satisfies Holder);
}

function isFree(text: string): boolean {
  if (text === 'free') return true;
  const found = readHolder(text);
  if (found === undefined || found.until < Date.now()) return true;
  return found.host === hostname() && !isAlive(found.pid);
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

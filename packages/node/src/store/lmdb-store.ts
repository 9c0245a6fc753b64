import {
  addTo,
  assertAddition,
  assertEntry,
  assertKeys,
  type Clock,
  epochSeconds,
  type Store,
} from '@drawbridge/core';
import { inTime } from './in-time.ts';
import { COUNTER_KEPT, VALUE_KEPT } from './kept-after-end.ts';
import { loadLmdb } from './lmdb/load-lmdb.ts';
import { type Environment, openEnvironment } from './lmdb/open-environment.ts';
import { decodeEntry, encodeEntry, type Entry } from './lmdb/record.ts';
import { singleFlight } from './single-flight.ts';
import { isOwnFault, unavailable } from './unavailable.ts';
import { newVersion } from './version.ts';

/** How a store of LMDB is opened. */
export interface LmdbStoreOptions {
  /** The folder of its file, on a local disk; made when it is not there. */
  readonly folder: string;
  /** What expiry is judged by. */
  readonly clock: Clock;
  /** Milliseconds that a change may take. Default: 5000. */
  readonly timeout?: number;
}

/** Changes that wait for the lock at the same time, at most. */
const MAX_WAITING = 10_000;

/** Entries whose time is over that a change removes: more than it makes, so that the file does not grow. */
const SWEPT_PER_CHANGE = 4;

/** How many changes pass between two searches for readers that were killed: they keep old pages from being used again. */
const READER_CHECK_EVERY = 1000;

/**
 * Opens the store of a folder, which several processes of one host may have open at the same time. What `put`
 * and `delete` answered is on the disk; a total of `add` outlives the process, not the machine.
 *
 * @throws {DrawbridgeError} `config_invalid` without the package `lmdb`; `data_unusable` for a folder that
 *   cannot be used; `store_unavailable` where another process keeps its lock for longer than a change may take
 */
export async function openLmdbStore({
  folder,
  clock,
  timeout = 5000,
}: LmdbStoreOptions): Promise<Store> {
  const opening = openEnvironment(await loadLmdb(), folder);
  const environment = await inTime(opening, timeout, () => {
    void opening.then(
      ({ root }) => root.close(),
      () => undefined,
    );
    return lagging(`its file could not be opened in ${timeout} ms`);
  });
  const { gate, root, entries, expiries } = environment;
  let waiting = 0;
  let changes = 0;
  let isClosed = false;

  /** Makes a change in a transaction of its own, and waits for its commit. */
  async function change<T>(make: (now: number) => T): Promise<T> {
    if (isClosed) throw closed();
    if (waiting >= MAX_WAITING) throw lagging(`${waiting} changes wait for the lock of its file`);
    waiting++;
    if (++changes % READER_CHECK_EVERY === 0) root.readerCheck();
    const transact = () =>
      root.transaction(() => {
        const now = epochSeconds(clock);
        const answer = make(now);
        sweep(environment, now);
        return answer;
      });
    return until(gate.pass(transact).finally(() => void waiting--));
  }

  function until<T>(work: Promise<T>): Promise<T> {
    const told = work.catch((thrown: unknown) => {
      throw isOwnFault(thrown) ? thrown : broken(folder, thrown);
    });
    return inTime(told, timeout, () => lagging(`its file did not take a change in ${timeout} ms`));
  }

  function find(key: string, now: number): Entry | undefined {
    const text = entries.get(key);
    const entry = text === undefined ? undefined : decodeEntry(text);
    return entry !== undefined && now < entry.expiresAt ? entry : undefined;
  }

  function keep(key: string, { value, expiresAt, keptUntil }: Omit<Entry, 'version'>): string {
    remove(environment, key);
    const version = newVersion();
    const entry = {
      value,
      version,
      expiresAt: Math.ceil(expiresAt),
      keptUntil: Math.ceil(keptUntil),
    };
    void entries.put(key, encodeEntry(entry));
    void expiries.put(indexKey(entry, key), '');
    return version;
  }

  const store: Store = {
    async get(keys) {
      assertKeys(keys);
      if (isClosed) throw closed();
      try {
        // What another process has changed since the last read must be seen.
        root.resetReadTxn();
        const now = epochSeconds(clock);
        return keys.map((key) => {
          const entry = find(key, now);
          return entry && { value: entry.value, version: entry.version };
        });
      } catch (thrown) {
        throw isOwnFault(thrown) ? thrown : broken(folder, thrown);
      }
    },

    async put(key, value, { expiresAt, if: condition }) {
      assertEntry(key, value, expiresAt);
      const version = await change((now) => {
        const found = condition === undefined ? undefined : find(key, now)?.version;
        const holds =
          condition === undefined ||
          (condition === 'absent' ? found === undefined : found === condition.version);
        return holds
          ? keep(key, { value, expiresAt, keptUntil: expiresAt + VALUE_KEPT })
          : undefined;
      });
      if (version !== undefined) await flush();
      return version;
    },

    async delete(key, { if: condition } = {}) {
      assertKeys([key]);
      const isGone = await change((now) => {
        const entry = find(key, now);
        if (entry !== undefined && condition !== undefined && entry.version !== condition.version) {
          return false;
        }
        remove(environment, key);
        return true;
      });
      if (isGone) await flush();
      return isGone;
    },

    async add(key, n, expiresAt) {
      assertAddition(key, n, expiresAt);
      return change((now) => {
        const entry = find(key, now);
        const total = addTo(entry?.value, n);
        const times = entry ?? { expiresAt, keptUntil: expiresAt + COUNTER_KEPT };
        keep(key, { ...times, value: String(total) });
        return total;
      });
    },

    // A disk that is full can still be read: only a change tells.
    check: singleFlight(async () => {
      if (!(await environment.isInPlace())) throw displaced(folder);
      await store.put('store/check', '', { expiresAt: epochSeconds(clock) + 60 });
    }),

    async close() {
      if (isClosed) return;
      isClosed = true;
      await until(gate.pass(() => root.close())).catch(() => undefined);
    },
  };
  return store;

  function flush(): Promise<void> {
    return until(Promise.resolve(root.flushed).then(() => undefined));
  }
}

function indexKey({ keptUntil }: Entry, key: string): [number, string] {
  return [Math.max(keptUntil, 0), key];
}

/** Removes an entry, expired or not, and what leads to it. */
function remove({ entries, expiries }: Environment, key: string): void {
  const text = entries.get(key);
  if (text === undefined) return;
  void expiries.remove(indexKey(decodeEntry(text), key));
  void entries.remove(key);
}

function sweep({ entries, expiries }: Environment, now: number): void {
  const over = expiries.getKeys({ end: [now + 1, ''], limit: SWEPT_PER_CHANGE });
  for (const [keptUntil, key] of Array.from(over)) {
    void expiries.remove([keptUntil, key]);
    void entries.remove(key);
  }
}

/** Another process that opens the folder would know nothing of what this one knows. */
function displaced(folder: string) {
  return unavailable(
    `the store in ${folder} is not the one that was opened: its files were moved or removed`,
    'Put them back where they were, or restart all services that use the folder.',
  );
}

function closed() {
  return unavailable('the store is closed', 'Wait until the service is up again.');
}

function lagging(what: string) {
  const hint = 'Look for a process that is stopped while it holds the lock, and for a slow disk.';
  return unavailable(`the store lags: ${what}`, hint);
}

/** @param thrown - what LMDB threw */
function broken(folder: string, thrown: unknown) {
  const { message = '', commitError } = (thrown ?? {}) as Partial<Error> & {
    commitError?: Promise<unknown>;
  };
  // The reason comes by a promise of its own, which nobody else looks after.
  commitError?.catch(() => undefined);
  const reason = commitError === undefined ? message : 'a change could not be written';
  return unavailable(
    `the store in ${folder} does not work: ${reason}`,
    'Is there room on its disk, and does this user own the folder?',
    thrown,
  );
}

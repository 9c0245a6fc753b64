import { type Clock, epochSeconds } from '../clock.ts';
import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import { addTo } from './counter.ts';
import { assertAddition, assertEntry, assertKeys } from './limits.ts';
import type { Store } from './store.ts';

interface Entry {
  readonly value: string;
  readonly version: string;
  readonly expiresAt: number;
  /** When its time is over by the clock that nobody can set: milliseconds of the monotonic clock. */
  readonly livesUntil: number;
  /** Whether an addition made it. */
  readonly isCounter: boolean;
}

type Kept = Omit<Entry, 'version'>;

/** What a memory store may be told. */
export interface MemoryStoreOptions {
  /** Characters of keys and values, with 100 for each entry. Default: 64 Mi, about 128 MiB. */
  readonly capacity?: number;
}

/** How many changes pass between two sweeps. */
const SWEEP_EVERY = 1000;

/** Characters that an entry counts for beside its text. */
const ENTRY = 100;

/**
 * Makes a store in the memory of this process: it is shared with nobody and ends with it.
 *
 * When it is full of what has not expired, changes that need room are refused with `store_unavailable`. To
 * forget an entry early would let a token be used twice. So a value is removed when its time is over by both
 * clocks: where the wall clock only ran ahead, it is there again once that is set right. A counter ends
 * with either: one that was begun while the clock was ahead would be there when its window really comes.
 */
export function createMemoryStore(
  clock: Clock,
  { capacity = 64 * 1024 * 1024 }: MemoryStoreOptions = {},
): Store {
  const entries = new Map<string, Entry>();
  let changes = 0;
  let size = 0;
  let sweptAt = -Infinity;

  function find(key: string): Entry | undefined {
    const entry = entries.get(key);
    if (entry === undefined || epochSeconds(clock) >= entry.expiresAt) return undefined;
    return entry.isCounter && clock.monotonic() >= entry.livesUntil ? undefined : entry;
  }

  /** Counts from the second that the wall clock shows: no entry ends before its time by it. */
  function lifeUntil(expiresAt: number): number {
    return clock.monotonic() + (expiresAt - epochSeconds(clock)) * 1000;
  }

  function keep(key: string, { value, expiresAt, livesUntil, isCounter }: Kept): string {
    if (changes % SWEEP_EVERY === 0) sweep();
    const old = entries.get(key);
    const more = sizeOf(key, value) - (old === undefined ? 0 : sizeOf(key, old.value));
    if (more > 0 && size + more > capacity) {
      sweep();
      if (size + more > capacity) throw full();
    }
    changes++;
    const version = String(changes);
    remove(key);
    entries.set(key, { value, version, expiresAt, livesUntil, isCounter });
    size += sizeOf(key, value);
    return version;
  }

  function remove(key: string): void {
    const entry = entries.get(key);
    if (entry === undefined) return;
    entries.delete(key);
    size -= sizeOf(key, entry.value);
  }

  function sweep(): void {
    const now = epochSeconds(clock);
    // Nothing expires within a second: a full store does not walk all its entries at every change.
    if (now === sweptAt) return;
    sweptAt = now;
    for (const [key, { expiresAt, livesUntil, isCounter }] of entries) {
      const [isPast, isOver] = [now >= expiresAt, clock.monotonic() >= livesUntil];
      if (isCounter ? isPast || isOver : isPast && isOver) remove(key);
    }
  }

  return {
    async get(keys) {
      assertKeys(keys);
      return keys.map((key) => {
        const entry = find(key);
        return entry && { value: entry.value, version: entry.version };
      });
    },

    async put(key, value, { expiresAt, if: condition }) {
      assertEntry(key, value, expiresAt);
      const version = find(key)?.version;
      const holds =
        condition === undefined ||
        (condition === 'absent' ? version === undefined : version === condition.version);
      if (!holds) return undefined;
      return keep(key, { value, expiresAt, livesUntil: lifeUntil(expiresAt), isCounter: false });
    },

    async delete(key, { if: condition } = {}) {
      assertKeys([key]);
      const entry = find(key);
      if (entry !== undefined && condition !== undefined && entry.version !== condition.version) {
        return false;
      }
      remove(key);
      return true;
    },

    async add(key, n, expiresAt) {
      assertAddition(key, n, expiresAt);
      const entry = find(key);
      const total = addTo(entry?.value, n);
      const {
        expiresAt: ends,
        livesUntil,
        isCounter,
      } = entry ?? {
        expiresAt,
        livesUntil: lifeUntil(expiresAt),
        isCounter: true,
      };
      keep(key, { value: String(total), expiresAt: ends, livesUntil, isCounter });
      return total;
    },

    check: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}

function sizeOf(key: string, value: string): number {
  return key.length + value.length + ENTRY;
}

function full(): DrawbridgeError {
  return new DrawbridgeError('store_unavailable', {
    detail: 'the store in memory is full of entries that have not expired',
    hint: 'Give the section `store` a driver that keeps its entries elsewhere: lmdb or redis.',
  });
}

import { type Clock, epochSeconds } from '../clock.ts';
import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import { addTo } from './counter.ts';
import { assertAddition, assertEntry, assertKeys } from './limits.ts';
import type { Store } from './store.ts';

interface Entry {
  readonly value: string;
  readonly version: string;
  readonly expiresAt: number;
}

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
 * forget an entry early would let a token be used twice.
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
    return entry !== undefined && epochSeconds(clock) < entry.expiresAt ? entry : undefined;
  }

  function keep(key: string, value: string, expiresAt: number): string {
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
    entries.set(key, { value, version, expiresAt });
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
    for (const [key, { expiresAt }] of entries) {
      if (now >= expiresAt) remove(key);
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
      return holds ? keep(key, value, expiresAt) : undefined;
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
      keep(key, String(total), entry?.expiresAt ?? expiresAt);
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

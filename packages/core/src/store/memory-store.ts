import { type Clock, epochSeconds } from '../clock.ts';
import type { Store } from './store.ts';

interface Entry {
  readonly value: string;
  readonly version: string;
  readonly expiresAt: number;
}

/** How many changes pass between two sweeps. */
const SWEEP_EVERY = 1000;

/** Makes a store in the memory of this process: it is shared with nobody and ends with it. */
export function createMemoryStore(clock: Clock): Store {
  const entries = new Map<string, Entry>();
  let changes = 0;

  function find(key: string): Entry | undefined {
    const entry = entries.get(key);
    return entry !== undefined && epochSeconds(clock) < entry.expiresAt ? entry : undefined;
  }

  function keep(key: string, value: string, expiresAt: number): string {
    changes++;
    const version = String(changes);
    entries.set(key, { value, version, expiresAt });
    if (changes % SWEEP_EVERY === 0) sweep();
    return version;
  }

  function sweep(): void {
    const now = epochSeconds(clock);
    for (const [key, { expiresAt }] of entries) {
      if (now >= expiresAt) entries.delete(key);
    }
  }

  return {
    get: (keys) => Promise.resolve(keys.map(find)),

    put(key, value, { expiresAt, if: condition }) {
      const version = find(key)?.version;
      const holds =
        condition === undefined ||
        (condition === 'absent' ? version === undefined : version === condition.version);
      return Promise.resolve(holds ? keep(key, value, expiresAt) : undefined);
    },

    delete(key, { if: condition } = {}) {
      const entry = find(key);
      if (entry !== undefined && condition !== undefined && entry.version !== condition.version) {
        return Promise.resolve(false);
      }
      entries.delete(key);
      return Promise.resolve(true);
    },

    add(key, n, expiresAt) {
      const entry = find(key);
      const total = Number(entry?.value ?? 0) + n;
      keep(key, String(total), entry?.expiresAt ?? expiresAt);
      return Promise.resolve(total);
    },

    check: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}

import { createMemoryStore, type Store } from '@drawbridge/core';
import { describe, expect, it } from 'vitest';
import { storeConformance } from './store.ts';

/** What is wrong with a store, by the faulty functions that it has in place of the good ones. */
const FAULTY: Readonly<Record<string, (good: Store) => Partial<Store>>> = {
  'forgets conditions': (good) => ({
    put: (key, value, { expiresAt }) => good.put(key, value, { expiresAt }),
  }),
  'deletes whatever the version': (good) => ({ delete: (key) => good.delete(key) }),
  'lives a second too long': (good) => ({
    put: (key, value, options) =>
      good.put(key, value, { ...options, expiresAt: options.expiresAt + 1 }),
  }),
  'counts by get and put': (good) => ({
    async add(key, n, expiresAt) {
      const [entry] = await good.get([key]);
      const total = Number(entry?.value ?? 0) + n;
      await good.put(key, String(total), { expiresAt });
      return total;
    },
  }),
  'compares values in place of versions': (good) => ({
    async get(keys) {
      return (await good.get(keys)).map((entry) => entry && { ...entry, version: entry.value });
    },
  }),
  'answers in another order': (good) => ({
    get: async (keys) => (await good.get(keys)).toReversed(),
  }),
  'cuts values': (good) => ({
    put: (key, value, options) => good.put(key, value.slice(0, 60_000), options),
  }),
  'is never there': () => ({ check: () => Promise.reject(new Error('gone')) }),
};

describe('storeConformance finds the fault of a store that', () => {
  it.each(Object.entries(FAULTY))('%s', async (_, faultsOf) => {
    const failures: string[] = [];
    const suite = storeConformance(async (clock) => {
      const good = createMemoryStore(clock);
      return { ...good, ...faultsOf(good) };
    });
    for (const { title, run } of suite) await run().catch(() => failures.push(title));
    expect(failures).not.toEqual([]);
  });
});

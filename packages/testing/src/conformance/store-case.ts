import type { Clock, Store } from '@drawbridge/core';
import { createTestClock, type TestClock } from '../test-clock.ts';
import { type ConformanceCase, must } from './case.ts';

/** Opens the store that is judged. */
export type OpenStore = (clock: Clock) => Promise<Store>;

/** What a case about a store works with. */
export interface StoreCase {
  readonly store: Store;
  readonly clock: TestClock;
  /** A key of this case's own: stores are shared. */
  key(name: string): string;
  /** A time that is so many seconds away, on the clock of the store. */
  after(seconds: number): number;
  /** The value of a key. */
  read(key: string): Promise<string | undefined>;
}

/** Makes a case that opens a store for itself, and closes it. */
export function storeCase(
  openStore: OpenStore,
  title: string,
  body: (given: StoreCase) => Promise<void>,
): ConformanceCase {
  return {
    title,
    async run() {
      const clock = createTestClock();
      const store = await openStore(clock);
      const own = crypto.randomUUID();
      try {
        await body({
          store,
          clock,
          key: (name) => `conformance/${own}/${name}`,
          after: (seconds) => clock.seconds() + seconds,
          read: async (key) => (await store.get([key]))[0]?.value,
        });
      } finally {
        await store.close();
      }
    },
  };
}

/** Fails a case unless two values are the same text, number or absence. */
export function mustBe<T extends string | number | boolean | undefined>(
  actual: T,
  expected: T,
  what: string,
): void {
  must(actual === expected, `${what} is ${show(actual)} instead of ${show(expected)}`);
}

/** The version that a put must have answered. */
export function mustHavePut(version: string | undefined, what: string): string {
  if (version === undefined) throw new Error(`${what} was refused`);
  must(version !== '', `the version of ${what} is empty`);
  return version;
}

function show(value: string | number | boolean | undefined): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 100 ? `${text.slice(0, 100)}… of ${text.length} characters` : text;
}

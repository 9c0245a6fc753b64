import {
  DrawbridgeError,
  type Engine,
  isJsonObject,
  type JsonObject,
  member,
} from '@drawbridge/core';
import type { DelegationEntry, Person } from './delegation-entry.ts';
import type { SealedStore } from './sealed-store.ts';

/** The delegations of each user, without a scan of the store. */
export interface DelegationIndex {
  /**
   * Adds one.
   *
   * @returns those for which there was no place any more: the oldest, which are to be ended
   * @throws {DrawbridgeError} `data_unusable`, `store_unavailable`
   */
  add(person: Person, entry: DelegationEntry): Promise<readonly DelegationEntry[]>;
  /** Takes one out. @returns whether it was there */
  remove(person: Person, id: string): Promise<boolean>;
  /** Notes when one was used. */
  touch(person: Person, id: string): Promise<void>;
  /** Those that have not expired, the oldest first. */
  list(person: Person): Promise<readonly DelegationEntry[]>;
}

/** What an index works with. */
export interface IndexOptions {
  readonly store: SealedStore;
  readonly engine: Engine;
  /** Seconds since the epoch. */
  readonly now: () => number;
  /** Entries for one user. */
  readonly max: number;
}

/** How often a change is tried while others change the same. Each time that it fails, one of them was done. */
const MAX_ATTEMPTS = 50;
/** Milliseconds within which those who met one another come back. */
const SPREAD = 20;
/** Seconds within which a use is not noted again. */
const TOUCH_EVERY = 60;

type Entries = readonly DelegationEntry[];

/** Makes a {@link DelegationIndex}: one entry of the store for each user, changed by compare-and-set alone. */
export function createDelegationIndex({ store, engine, now, max }: IndexOptions): DelegationIndex {
  /** As JSON, no issuer and subject together read like another two. Hashed, they fit a key whatever they are. */
  async function keyOf({ issuer, subject }: Person): Promise<string> {
    return `delegations/${await engine.sha256Text(JSON.stringify([issuer, subject]))}`;
  }

  async function read(key: string) {
    const found = await store.get(key);
    const entries = found === undefined ? [] : toEntries(found.value);
    return { version: found?.version, entries: entries.filter((each) => each.expiresAt > now()) };
  }

  /** @param change - what the entries become; the same for: leave them */
  async function update(person: Person, change: (entries: Entries) => Entries): Promise<void> {
    const key = await keyOf(person);
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const { version, entries } = await read(key);
      const next = change(entries);
      if (next === entries) return;
      const expiresAt = Math.max(now() + 1, ...next.map((each) => each.expiresAt));
      if (await store.put(key, { entries: next }, expiresAt, version)) return;
      await new Promise((resolve) => setTimeout(resolve, Math.random() * SPREAD));
    }
    throw new DrawbridgeError('store_unavailable', {
      detail: `others changed the delegations of the same user ${MAX_ATTEMPTS} times while they were to be changed`,
      hint: 'Try again. If it happens often, see what begins and ends so many of one user.',
    });
  }

  return {
    async add(person, entry) {
      let over: Entries = [];
      await update(person, (entries) => {
        const all = [...entries, entry];
        over = all.slice(0, Math.max(0, all.length - max));
        return all.slice(over.length);
      });
      return over;
    },

    async remove(person, id) {
      let isThere = false;
      await update(person, (entries) => {
        isThere = entries.some((each) => each.id === id);
        return isThere ? entries.filter((each) => each.id !== id) : entries;
      });
      return isThere;
    },

    async touch(person, id) {
      await update(person, (entries) => {
        const isDue = (each: DelegationEntry) =>
          each.id === id && now() >= (each.lastUsedAt ?? 0) + TOUCH_EVERY;
        if (!entries.some(isDue)) return entries;
        return entries.map((each) => (isDue(each) ? { ...each, lastUsedAt: now() } : each));
      });
    },

    list: async (person) => (await read(await keyOf(person))).entries,
  };
}

function toEntries(value: JsonObject): Entries {
  const list = member(value, 'entries');
  return Array.isArray(list) ? list.filter(isEntry) : [];
}

/** What is sealed was written by us; a later release may have written more. */
function isEntry(value: unknown): value is DelegationEntry {
  if (!isJsonObject(value)) return false;
  const { id, purpose, createdAt, expiresAt } = value;
  const texts = [id, purpose].every((each) => typeof each === 'string');
  return texts && [createdAt, expiresAt].every((each) => typeof each === 'number');
}

import {
  type Clock,
  DrawbridgeError,
  type Engine,
  epochSeconds,
  type Sealer,
  type Store,
  type StoredValue,
} from '@drawbridge/core';
import type { User } from '../user/user.ts';
import { createInTurn } from './in-turn.ts';
import type { ListedSession } from './sessions.ts';
import { endMadeOf } from './made-of.ts';
import { endOf } from './session-times.ts';
import { formatEntries, type ListEntry, parseEntries } from './list-entries.ts';

type Person = Pick<User, 'issuer' | 'subject'>;

/** What {@link createSessionList} needs. */
export interface SessionListOptions<Ended> {
  readonly store: Store;
  readonly sealer: Sealer;
  readonly engine: Engine;
  readonly clock: Clock;
  /** Seconds that a session lasts at the longest. */
  readonly lifetime: number;
  /** Whether people of a provider are taken: other sessions let nobody in, and are not shown. */
  readonly accepts: (user: Pick<User, 'provider' | 'issuer'>) => boolean;
  /** Where the store has what tells whether the session of an entry lives: of all entries it is asked at once. */
  readonly keysOf: (person: Person, entry: ListEntry) => Promise<readonly string[]>;
  /** @param values - what is under those keys, in their order */
  readonly isLiving: (entry: ListEntry, values: readonly (StoredValue | undefined)[]) => boolean;
  /** Ends the session of an entry. */
  readonly end: (person: Person, entry: ListEntry) => Promise<Ended>;
}

/** Which sessions each person has: a store cannot be searched. */
export interface SessionList<Ended> {
  /**
   * Adds one, and ends the oldest where there are more than a hundred: each session that lives is in the list.
   *
   * @returns what ended
   */
  add(person: Person, entry: ListEntry): Promise<readonly Ended[]>;
  /** Those that have not ended, the newest first. */
  read(person: Person): Promise<readonly ListedSession[]>;
  /** Takes one out, and ends it, and what it was made of. @returns it; none, where it was not there, or had ended */
  end(person: Person, handle: string): Promise<readonly Ended[]>;
  /** Ends all, also what is marked as ended, and what they were made of. @returns what ended */
  endAll(person: Person): Promise<readonly Ended[]>;
}

/** Of one person at the same time. */
const MAX_SESSIONS = 100;

/** How often a change is tried anew where other processes change the same list. Each time one of them is done. */
const MAX_ATTEMPTS = 50;

/** Makes the lists, each one value of the store that is changed by compare-and-set. */
export function createSessionList<Ended>(options: SessionListOptions<Ended>): SessionList<Ended> {
  const { store, sealer, engine, clock, lifetime, accepts, keysOf, isLiving, end } = options;
  // Sign-ins of one person at the same time, such as of a load test, would get in each other's way.
  const inTurn = createInTurn();

  const keyOf = async ({ issuer, subject }: Person) =>
    `sessions/${await engine.sha256Text(JSON.stringify(['drawbridge sessions', issuer, subject]))}`;

  async function loadAll(key: string) {
    const [stored] = await store.get([key]);
    const text = stored && (await sealer.open(stored.value, key));
    const now = epochSeconds(clock);
    // One that cannot be read is of keys that are gone, and so are the cookies of its sessions.
    const entries = (text === undefined ? undefined : parseEntries(text)) ?? [];
    return {
      version: stored?.version,
      entries: entries.filter((entry) => endOf(entry, lifetime) > now),
    };
  }

  async function load(person: Person, key: string) {
    const { version, entries } = await loadAll(key);
    return { version, entries: entries.length === 0 ? [] : await living(person, entries) };
  }

  async function living(
    person: Person,
    entries: readonly ListEntry[],
  ): Promise<readonly ListEntry[]> {
    const keys = await Promise.all(entries.map((entry) => keysOf(person, entry)));
    // What ends all of a person's sessions is at one place for all of them.
    const all = [...new Set(keys.flat())];
    const values = await store.get(all);
    const found = new Map(all.map((key, index) => [key, values[index]]));
    return entries.filter((entry, index) =>
      isLiving(
        entry,
        (keys[index] ?? []).map((key) => found.get(key)),
      ),
    );
  }

  async function endEach(person: Person, entries: readonly ListEntry[]): Promise<readonly Ended[]> {
    const ended: Ended[] = [];
    for (const entry of entries) ended.push(await end(person, entry));
    return ended;
  }

  async function change(
    person: Person,
    to: (entries: readonly ListEntry[]) => readonly ListEntry[],
  ): Promise<void> {
    const key = await keyOf(person);
    await inTurn(key, async () => {
      for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
        const { version, entries } = await load(person, key);
        const next = to(entries);
        const condition = version === undefined ? 'absent' : { version };
        const expiresAt = next.reduce((last, { endsAt }) => Math.max(last, endsAt), 0);
        const sealed = await sealer.seal(formatEntries(next), key);
        if ((await store.put(key, sealed, { expiresAt, if: condition })) !== undefined) return;
      }
      throw new DrawbridgeError('store_unavailable', {
        detail: `others changed the list of a person's sessions ${MAX_ATTEMPTS} times while it was to be changed`,
      });
    });
  }

  return {
    async add(person, entry) {
      let surplus: readonly ListEntry[] = [];
      await change(person, (entries) => {
        const all = [...entries, entry];
        surplus = all.slice(0, -MAX_SESSIONS);
        return all.slice(-MAX_SESSIONS);
      });
      return endEach(person, surplus);
    },

    async read(person) {
      const { entries } = await load(person, await keyOf(person));
      return entries
        .filter(({ provider }) => accepts({ provider, issuer: person.issuer }))
        .map((entry) => ({
          handle: entry.handle,
          createdAt: entry.createdAt,
          endsAt: endOf(entry, lifetime),
          provider: entry.provider,
        }))
        .reverse();
    },

    async end(person, handle) {
      const { entries } = await load(person, await keyOf(person));
      const found = entries.find((entry) => entry.handle === handle);
      if (found === undefined) return [];
      await endMadeOf(store, [found]);
      // That it ended takes it out of the list as well: the next change writes one without it.
      return endEach(person, [found]);
    },

    async endAll(person) {
      const { entries } = await loadAll(await keyOf(person));
      await endMadeOf(store, entries);
      return endEach(person, entries);
    },
  };
}

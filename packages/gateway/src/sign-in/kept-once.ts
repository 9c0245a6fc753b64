import { type Clock, epochSeconds, type Store } from '@drawbridge/core';
import { randomText } from '@drawbridge/oauth';
import { hashText } from './hash-text.ts';
import type { ParcelKind, Parcels } from './parcels.ts';

/** Values that are kept under a name that nobody can guess, and given out once. */
export interface KeptOnce<T> {
  /** @returns the name: 43 characters of base64url */
  keep(value: T): Promise<string>;
  /** @returns `undefined` for a name of nothing, of what was taken before, or of what is over */
  take(name: string): Promise<T | undefined>;
}

/** What it is made of. */
export interface KeptOnceOptions {
  readonly store: Store;
  readonly parcels: Parcels;
  readonly clock: Clock;
  /** What the values are for: what was kept for one purpose is not taken for another. */
  readonly purpose: string;
  /** For how long they are kept, in seconds. */
  readonly lifetime: number;
}

/** What `randomText` makes. */
const NAME = /^[\w-]{43}$/;
/** In the place of what was taken. */
const TAKEN = 'taken';

/**
 * Makes a {@link KeptOnce} in a store, where the values are sealed, each for its own name and time: whoever can write there puts
 * none back.
 */
export function createKeptOnce<T>(options: KeptOnceOptions): KeptOnce<T> {
  const { store, parcels, clock, purpose, lifetime } = options;
  /** Under a hash: whoever can read the store cannot take what is in it. */
  const keyOf = async (name: string) => `${purpose}/${await hashText(name)}`;
  const kindOf = (key: string): ParcelKind<T> => ({ context: key });
  return {
    async keep(value) {
      const name = randomText();
      const key = await keyOf(name);
      const expiresAt = epochSeconds(clock) + lifetime;
      await store.put(key, await parcels.seal(kindOf(key), value, expiresAt), { expiresAt });
      return name;
    },

    async take(name) {
      if (!NAME.test(name)) return undefined;
      const key = await keyOf(name);
      const [found] = await store.get([key]);
      if (found === undefined || found.value === TAKEN) return undefined;
      const { value, version } = found;
      const expiresAt = epochSeconds(clock) + lifetime;
      // Replaced, and not deleted: to delete what another has just deleted is no conflict, and both would have it.
      const taken = await store.put(key, TAKEN, { expiresAt, if: { version } });
      if (taken === undefined) return undefined;
      const parcel = await parcels.open(kindOf(key), value);
      return parcel?.isOver === false ? parcel.value : undefined;
    },
  };
}

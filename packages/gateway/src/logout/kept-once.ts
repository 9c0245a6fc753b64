import { type Clock, epochSeconds, type Sealer, type Store } from '@drawbridge/core';
import { randomText } from '@drawbridge/oauth';
import { hashText } from '../sign-in/hash-text.ts';

/** Text that is kept under a name that nobody can guess, and given out once. */
export interface KeptOnce {
  /** @returns the name: 43 characters of base64url */
  keep(text: string): Promise<string>;
  /** @returns `undefined` for a name of nothing, of what was taken before, or of what is over */
  take(name: string): Promise<string | undefined>;
}

/** What it is made of. */
export interface KeptOnceOptions {
  readonly store: Store;
  readonly sealer: Sealer;
  readonly clock: Clock;
  /** What the texts are for: what was kept for one purpose is not taken for another. */
  readonly purpose: string;
  /** For how long they are kept, in seconds. */
  readonly lifetime: number;
}

const NAME = /^[\w-]{43}$/;
/** In the place of what was taken. */
const TAKEN = 'taken';

/** Makes a {@link KeptOnce} in a store, where the texts are sealed. */
export function createKeptOnce(options: KeptOnceOptions): KeptOnce {
  const { store, sealer, clock, purpose, lifetime } = options;
  /** Under a hash: whoever can read the store cannot take what is in it. */
  const keyOf = async (name: string) => `${purpose}/${await hashText(name)}`;
  return {
    async keep(text) {
      const name = randomText();
      const key = await keyOf(name);
      const expiresAt = epochSeconds(clock) + lifetime;
      await store.put(key, await sealer.seal(text, key), { expiresAt });
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
      return taken === undefined ? undefined : await sealer.open(value, key);
    },
  };
}

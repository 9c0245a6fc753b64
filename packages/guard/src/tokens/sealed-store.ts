import {
  DrawbridgeError,
  isJsonObject,
  type JsonObject,
  type Sealer,
  type Store,
} from '@drawbridge/core';

/** A value of JSON that lies in a store under seal. */
interface SealedValue {
  readonly value: JsonObject;
  /** The store's. */
  readonly version: string;
}

/** A store whose values nobody reads or changes without a key of the sealer; each is sealed for its place. */
export interface SealedStore {
  /** @throws {DrawbridgeError} `data_unusable`, `store_unavailable` */
  get(key: string): Promise<SealedValue | undefined>;
  /**
   * Puts a value in the place of one with a version; `undefined`: of none.
   *
   * @param expiresAt - seconds since the epoch
   * @returns whether nobody was faster
   * @throws {DrawbridgeError} `store_unavailable`
   */
  put(key: string, value: object, expiresAt: number, over: string | undefined): Promise<boolean>;
  delete(key: string): Promise<void>;
}

/** Makes a {@link SealedStore}. */
export function createSealedStore(store: Store, sealer: Sealer): SealedStore {
  return {
    async get(key) {
      const [found] = await store.get([key]);
      if (found === undefined) return undefined;
      const text = await sealer.open(found.value, key);
      const value: unknown = text === undefined ? undefined : JSON.parse(text);
      if (isJsonObject(value) && value['v'] === 1) return { value, version: found.version };
      throw new DrawbridgeError('data_unusable', {
        detail:
          text === undefined
            ? 'a delegation is sealed with a secret that is not among those of the sealer, or somebody changed it'
            : 'a delegation is of a release that this one does not know',
        hint:
          text === undefined
            ? 'Give createSealer the secret that it was sealed with, after the newest.'
            : 'Use the release that wrote it, or a later one.',
      });
    },

    async put(key, value, expiresAt, over) {
      const sealed = await sealer.seal(JSON.stringify({ v: 1, ...value }), key);
      const condition = over === undefined ? 'absent' : { version: over };
      return (await store.put(key, sealed, { expiresAt, if: condition })) !== undefined;
    },

    async delete(key) {
      await store.delete(key);
    },
  };
}

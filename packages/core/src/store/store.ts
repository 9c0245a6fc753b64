/** A value of a store, and what is needed to replace it. */
export interface StoredValue {
  /** As it was put. Values carry a format version of their own: replicas of two releases run side by side. */
  readonly value: string;
  /**
   * Changes with every put and every addition, and never comes back, not for a key that was deleted in between;
   * names this state of the value for a compare-and-set.
   */
  readonly version: string;
}

/** How a value is put. */
export interface PutOptions {
  /** Seconds since the epoch; from then on there is no such value. */
  readonly expiresAt: number;
  /** Put only if there is no value, or only if it still has this version. Default: put anyhow. */
  readonly if?: 'absent' | { readonly version: string };
}

/**
 * State that several processes share. A key is text of 1 to 400 characters of `A-Z a-z 0-9 - _ . : /`: what
 * comes from outside is hashed before it becomes part of one. A value is text of at most 64 KiB.
 *
 * Expiry is absolute and judged when reading, against the clock; drivers sweep for the
 * sake of space alone. There are no scans.
 *
 * What `put` and `delete` answered survives the end of the process and of the machine, as far as the driver
 * says; a total of `add` the end of the process.
 *
 * Every function throws {@link DrawbridgeError} `store_unavailable` when the store does not answer in time; whether a
 * change was made is then unknown. A key, value, number or time that no store takes is a mistake of the
 * caller: `RangeError`.
 */
export interface Store {
  /** The values of keys, in their order; `undefined` for one that is not there or has expired. */
  get(keys: readonly string[]): Promise<readonly (StoredValue | undefined)[]>;
  /** @returns the new version; `undefined` for a conflict: the condition did not hold, and nothing was changed */
  put(key: string, value: string, options: PutOptions): Promise<string | undefined>;
  /** @returns whether there is no such value now; `false` for a conflict: it has another version */
  delete(key: string, options?: { readonly if?: { readonly version: string } }): Promise<boolean>;
  /**
   * Adds to a counter, which begins at 0; of concurrent additions none is lost.
   *
   * @param n - a whole number, also a negative one
   * @param expiresAt - seconds since the epoch, after which it begins anew; what was said first counts
   * @returns the total
   */
  add(key: string, n: number, expiresAt: number): Promise<number>;
  /** Resolves when the store can be read and written. For readiness. */
  check(): Promise<void>;
  /** Lets go of files and connections. */
  close(): Promise<void>;
}

import {
  assertEntry,
  createBoundedMap,
  DrawbridgeError,
  type Sealer,
  type Store,
  type StoredValue,
} from '@drawbridge/core';
import { formatRecord, parseRecord, type SessionRecord } from './session-record.ts';

/** A record as the store has it, and what names this state of it. */
export interface KeptRecord {
  readonly record: SessionRecord;
  readonly version: string;
}

/** Sealed records in the store. A function throws `store_unavailable` where that does not answer. */
export interface RecordStore {
  /** What was unsealed before of this very text: at once, since it is so for most requests. */
  recall(key: string, stored: StoredValue): KeptRecord | undefined;
  /** @returns `undefined` for what nobody here sealed at this key */
  unseal(key: string, stored: StoredValue): Promise<KeptRecord | undefined>;
  read(key: string): Promise<KeptRecord | undefined>;
  /**
   * Puts a record for as long as it lasts unused.
   *
   * @param over - the version that it takes the place of; `undefined`: none
   * @returns the record with its new version; `undefined` for a conflict
   * @throws {DrawbridgeError} `claim_unfit` for one that no store takes
   */
  write(key: string, record: SessionRecord, over?: string): Promise<KeptRecord | undefined>;
  remove(key: string): Promise<void>;
}

/** How many records are at hand unsealed. They are used for as long as the store has the same text. */
const PLACES = 1000;

export function createRecordStore(store: Store, sealer: Sealer): RecordStore {
  const unsealed = createBoundedMap<{ readonly sealed: string; readonly record: SessionRecord }>(
    PLACES,
  );

  function recall(key: string, { value, version }: StoredValue): KeptRecord | undefined {
    const known = unsealed.get(key);
    return known?.sealed === value ? { record: known.record, version } : undefined;
  }

  async function unseal(key: string, stored: StoredValue): Promise<KeptRecord | undefined> {
    const known = recall(key, stored);
    if (known !== undefined) return known;
    const { value, version } = stored;
    const text = await sealer.open(value, key);
    const record = text === undefined ? undefined : parseRecord(text);
    if (record === undefined) return undefined;
    unsealed.set(key, { sealed: value, record });
    return { record, version };
  }

  return {
    recall,
    unseal,

    async read(key) {
      const [stored] = await store.get([key]);
      return stored && unseal(key, stored);
    },

    async write(key, record, over) {
      const sealed = await sealer.seal(formatRecord(record), key);
      const expiresAt = record.idleEndsAt;
      try {
        assertEntry(key, sealed, expiresAt);
      } catch (cause) {
        throw tooLong(cause);
      }
      const condition = over === undefined ? 'absent' : { version: over };
      const version = await store.put(key, sealed, { expiresAt, if: condition });
      return version === undefined ? undefined : { record, version };
    },

    async remove(key) {
      await store.delete(key);
    },
  };
}

function tooLong(cause: unknown): DrawbridgeError {
  return new DrawbridgeError('claim_unfit', {
    detail:
      'a session cannot be kept in the store: what the provider tells of the person is too long',
    hint: 'Have fewer claims kept, or have the provider tell fewer groups.',
    cause,
  });
}

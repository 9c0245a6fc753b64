import type { Store } from '@drawbridge/core';

/** A sign-in at a gateway of before, which sessions were made of. All of them end with it, and it ends with each of them. */
export interface MadeOf {
  /** Where the store has the mark that it was ended before its time: whatever is there ends it. */
  readonly key: string;
  /** When it ends by itself, in seconds since the epoch. */
  readonly endsAt: number;
}

/**
 * Marks as ended what sessions were made of, which ends them too.
 *
 * @throws {DrawbridgeError} `store_unavailable`
 */
export async function endMadeOf(
  store: Store,
  sessions: readonly { readonly madeOf?: MadeOf }[],
): Promise<void> {
  for (const { madeOf } of sessions) {
    if (madeOf !== undefined) await store.put(madeOf.key, '1', { expiresAt: madeOf.endsAt });
  }
}

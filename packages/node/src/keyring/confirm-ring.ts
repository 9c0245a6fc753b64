import {
  type Clock,
  confirmKeys,
  type KeyRingManifest,
  noteServed,
  type ReadBack,
  repairFuture,
  type Schedule,
} from '@drawbridge/core';
import { type Change, changeRing } from './change-ring.ts';

/** What was seen at the public address. */
export interface SeenKeys extends ReadBack {
  /** The issuer identifier whose address that is: no other's ring learns of it. */
  readonly issuer: string;
  /** The `kid` of each key that was seen there. */
  readonly kids: readonly string[];
}

/**
 * Notes in the ring of a folder that keys were seen at the public address, which sets the time from which they sign.
 * Whoever else notes the same meanwhile has done this work.
 *
 * @throws {DrawbridgeError} `data_unusable`, `key_ring_unusable`
 */
export async function confirmRing(
  folder: string,
  clock: Clock,
  { issuer, kids, ...readBack }: SeenKeys,
  schedule: Schedule = {},
): Promise<KeyRingManifest> {
  const confirm = (current: KeyRingManifest, now: number): Change => ({
    manifest: confirmKeys(repairFuture(current, now, schedule), kids, readBack, now, schedule),
  });
  const { manifest } = await changeRing(folder, clock, confirm, { issuer });
  return manifest;
}

/**
 * Notes in the ring of a folder that another key set is public in the place of its own, and for how long caches may keep it:
 * keys that wait to be read back wait that long after it. Whoever reads them back need not be who saw that.
 *
 * @param maxAge - seconds
 * @throws {DrawbridgeError} `data_unusable`, `key_ring_unusable`
 */
export async function noteServedKeys(folder: string, clock: Clock, maxAge: number): Promise<void> {
  await changeRing(folder, clock, (manifest) => ({ manifest: noteServed(manifest, maxAge) }));
}

import {
  type Algorithm,
  type Clock,
  type JoiningKey,
  joinKeys,
  type KeyRingManifest,
} from '@drawbridge/core';
import { addKeys, changeRing, type KeyFile, readManifest, type TakenKey } from '@drawbridge/node';
import { siteFault } from './site-fault.ts';

/** A ring whose documents are published elsewhere says so: a key of it signs once it was read back from there. */
const marked = (manifest: KeyRingManifest): KeyRingManifest =>
  manifest.readBack === true ? manifest : { ...manifest, readBack: true };

/**
 * Makes the keys that a ring lacks for these algorithms, and marks it, in one revision.
 *
 * @throws {DrawbridgeError} `usage_invalid` when it is the ring of somebody else; `key_ring_unusable`, `data_unusable`
 */
export async function makeRing(
  folder: string,
  algorithms: readonly Algorithm[],
  clock: Clock,
): Promise<KeyRingManifest> {
  requireOwn((await readManifest(folder)).manifest, folder);
  const lacks = ({ keys }: KeyRingManifest) =>
    algorithms.filter((alg) => !keys.some((key) => key.alg === alg && key.signsUntil === null));
  await addKeys(folder, lacks, clock, { before: marked });
  return (await readManifest(folder)).manifest;
}

/**
 * Has keys from elsewhere join a ring, and marks it, in one revision.
 *
 * @throws {DrawbridgeError} as {@link makeRing}; `key_ring_unusable` when they do not fit the keys that are there
 */
export async function joinRing(
  folder: string,
  taken: readonly TakenKey[],
  clock: Clock,
): Promise<KeyRingManifest> {
  requireOwn((await readManifest(folder)).manifest, folder);
  const keys: readonly JoiningKey[] = taken.map(({ key }) => key);
  const files: readonly KeyFile[] = taken.flatMap(({ file }) => file ?? []);
  const { manifest } = await changeRing(folder, clock, (current, now) => {
    const known = keys.every(({ kid }) => current.keys.some((entry) => entry.kid === kid));
    if (!known) requireOwn(current, folder);
    // Marked first: a key that joins a marked ring waits to be seen, also one that relying parties know.
    return { manifest: joinKeys(marked(current), keys, now), files };
  });
  return manifest;
}

/** The keys of a service that publishes them itself are not for a site: marked, they would wait for it to be public. */
function requireOwn({ keys, readBack }: KeyRingManifest, folder: string): void {
  if (keys.length === 0 || readBack === true) return;
  throw siteFault(
    `the key ring in ${folder} has keys already, which are not those of a site`,
    'Give the site a data folder of its own with --data.',
  );
}

import {
  type Algorithm,
  appendKey,
  type AppendOptions,
  type Clock,
  generateKey,
  type KeyEntry,
  type KeyRingManifest,
  type NewKey,
} from '@drawbridge/core';
import { type Change, changeRing, type ChangeOptions, type KeyFile } from './change-ring.ts';

/** Says for which algorithms a ring needs a new key. It is asked again whenever another writer was faster. */
export type WantedKeys = (manifest: KeyRingManifest, now: number) => readonly Algorithm[];

/** How keys join a ring. */
export interface AddOptions extends AppendOptions, ChangeOptions {
  /** What else becomes of the ring, before the keys join; the same manifest where nothing does. */
  readonly before?: (manifest: KeyRingManifest, now: number) => KeyRingManifest;
}

/**
 * Makes a key and appends it to the ring in a folder.
 *
 * @returns the new key as it stands in the manifest
 * @throws {DrawbridgeError} `data_unusable`, `key_ring_unusable`
 */
export async function addKey(
  folder: string,
  alg: Algorithm,
  clock: Clock,
  options?: AddOptions,
): Promise<KeyEntry> {
  const [added] = await addKeys(folder, () => [alg], clock, options);
  return added as KeyEntry;
}

/**
 * Makes the keys that a ring needs and appends them in one revision. However many processes do so at
 * once, what one of them has made the others need no more. Keys that begin a ring together sign at once.
 *
 * @returns the keys that this call made, as they stand in the manifest
 * @throws {DrawbridgeError} `data_unusable`, `key_ring_unusable`
 */
export async function addKeys(
  folder: string,
  wanted: WantedKeys,
  clock: Clock,
  { before = (manifest) => manifest, issuer, ...options }: AddOptions = {},
): Promise<readonly KeyEntry[]> {
  // Making an RSA key takes long: one that another writer got ahead of serves in the next attempt.
  const made = new Map<Algorithm, { readonly key: NewKey; readonly file: KeyFile }>();
  let kids: ReadonlySet<string> = new Set();
  const change = async (current: KeyRingManifest, now: number): Promise<Change> => {
    const ready = before(current, now);
    const algorithms = [...new Set(wanted(ready, now))];
    for (const alg of algorithms) {
      if (!made.has(alg)) made.set(alg, await makeKey(alg));
    }
    const chosen = algorithms.flatMap((alg) => made.get(alg) ?? []);
    kids = new Set(chosen.map(({ key }) => key.kid));
    // Where documents are published elsewhere, it is judged when the keys are seen there.
    const begins = ready.keys.length === 0 && ready.readBack !== true;
    const signsFrom = options.signsFrom ?? (begins ? now : undefined);
    return {
      manifest: chosen.reduce(
        (ring, { key }) => appendKey(ring, key, now, { ...options, signsFrom }),
        ready,
      ),
      files: chosen.map(({ file }) => file),
    };
  };
  const { manifest, changed } = await changeRing(folder, clock, change, { issuer });
  return changed ? manifest.keys.filter(({ kid }) => kids.has(kid)) : [];
}

async function makeKey(alg: Algorithm): Promise<{ key: NewKey; file: KeyFile }> {
  const { kid, publicJwk, pkcs8 } = await generateKey(alg);
  const file = `${kid}.pem`;
  return {
    key: { kid, purpose: 'sign', alg, material: { file }, publicJwk },
    file: { file, pkcs8 },
  };
}

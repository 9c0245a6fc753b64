import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type Algorithm,
  appendKey,
  type Clock,
  DrawbridgeError,
  epochSeconds,
  generateKey,
  type KeyEntry,
  type KeyRingManifest,
} from '@drawbridge/core';
import { dataError } from '../files/read-private.ts';
import { createFile, makePrivateFolder } from '../files/write-atomic.ts';
import { commitManifest, readManifest } from './manifest-store.ts';

/** Each attempt that fails is one that another writer won. */
const COMMIT_ATTEMPTS = 100;

/**
 * Makes a key and appends it to the ring in a folder. The key's file is written
 * first: whatever happens, no manifest names a key that is not there.
 *
 * @returns the new key as it stands in the manifest
 * @throws {DrawbridgeError} `data_unusable`, `key_ring_unusable`
 */
export async function addKey(folder: string, alg: Algorithm, clock: Clock): Promise<KeyEntry> {
  const added = await addKeyIf(folder, alg, clock, () => true);
  return added as KeyEntry;
}

/**
 * Sees to it that the ring in a folder has a key. Of several processes that start
 * at once, one makes it.
 *
 * @returns the key if it was made now
 */
export function ensureKey(
  folder: string,
  alg: Algorithm,
  clock: Clock,
): Promise<KeyEntry | undefined> {
  return addKeyIf(folder, alg, clock, (manifest) => manifest.keys.length === 0);
}

async function addKeyIf(
  folder: string,
  alg: Algorithm,
  clock: Clock,
  wanted: (manifest: KeyRingManifest) => boolean,
): Promise<KeyEntry | undefined> {
  let current = await readManifest(folder);
  if (!wanted(current.manifest)) return undefined;

  const { kid, publicJwk, pkcs8 } = await generateKey(alg);
  const file = `${kid}.pem`;
  const path = join(folder, file);
  await writeKey(folder, path, pkcs8);
  for (let attempt = 1; attempt <= COMMIT_ATTEMPTS; attempt++) {
    const key = { kid, purpose: 'sign', alg, material: { file }, publicJwk } as const;
    const manifest = appendKey(current.manifest, key, epochSeconds(clock));
    if (await commitManifest(folder, { manifest, revision: current.revision })) {
      return manifest.keys.at(-1);
    }
    current = await readManifest(folder);
    if (!wanted(current.manifest)) {
      await rm(path, { force: true });
      return undefined;
    }
  }
  await rm(path, { force: true });
  throw new DrawbridgeError('key_ring_unusable', {
    detail: `${folder} is being changed by others all the time`,
    hint: 'Try again.',
  });
}

async function writeKey(folder: string, path: string, pkcs8: string): Promise<void> {
  try {
    await makePrivateFolder(folder);
    await createFile(path, pkcs8);
  } catch (thrown) {
    throw dataError(thrown, folder);
  }
}

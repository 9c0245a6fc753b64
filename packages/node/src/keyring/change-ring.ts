import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type Clock,
  DrawbridgeError,
  epochSeconds,
  type KeyRingManifest,
  pruneRemoved,
  requireBounded,
} from '@drawbridge/core';
import { dataError } from '../files/data-error.ts';
import { createFile, makePrivateFolder } from '../files/write-atomic.ts';
import { commitManifest, readManifest } from './manifest-store.ts';
import { nameIssuer, requireIssuer } from './ring-issuer.ts';
import { sweepFolder } from './sweep-folder.ts';

/** Each attempt that fails is one that another writer won. */
const COMMIT_ATTEMPTS = 100;

/** A private key on its way into a ring. */
export interface KeyFile {
  /** The name of the file beside the manifest. */
  readonly file: string;
  /** Unencrypted PKCS #8 PEM. A secret. */
  readonly pkcs8: string;
}

/** What is to become of a ring. */
export interface Change {
  /** The same manifest where there is nothing to do. */
  readonly manifest: KeyRingManifest;
  /** The private keys of entries that are new. */
  readonly files?: readonly KeyFile[];
}

/** For whom a ring is changed. */
export interface ChangeOptions {
  /**
   * The issuer identifier that the ring is to be of: it says so from then on, or from the next change where it is only that
   * and the folder cannot be written to. Default: whoever's it is, for an operator who names the folder.
   */
  readonly issuer?: string | undefined;
}

/** What a change came to. */
export interface ChangedRing {
  readonly manifest: KeyRingManifest;
  /** Whether it was this call that changed the ring. */
  readonly changed: boolean;
}

/**
 * Changes the ring in a folder by one compare-and-set. Key files are written first: whatever happens and
 * whenever this process is killed, no manifest names a key that is not there. Where it fails, the ring is as before.
 *
 * @param change - asked again for each manifest that another writer put there meanwhile
 * @throws {DrawbridgeError} `key_ring_unusable`, with the sentence of a `TypeError` that `change` throws, or when it is the
 *   ring of another issuer; `data_unusable`
 */
export async function changeRing(
  folder: string,
  clock: Clock,
  change: (manifest: KeyRingManifest, now: number) => Promise<Change> | Change,
  { issuer }: ChangeOptions = {},
): Promise<ChangedRing> {
  /** The files that this call made. */
  const made = new Map<string, KeyFile>();
  try {
    for (let attempt = 1; attempt <= COMMIT_ATTEMPTS; attempt++) {
      const { manifest, revision } = await readManifest(folder);
      if (issuer !== undefined) requireIssuer(folder, manifest, issuer);
      const now = epochSeconds(clock);
      const wanted = await judged(folder, manifest, now, change);
      const named = nameIssuer(wanted.manifest, issuer);
      if (named === manifest) return { manifest, changed: false };
      const next = pruneRemoved(named, now);
      const files = wanted.files ?? [];
      try {
        await writeKeys(folder, files, made);
        if (await commitManifest(folder, { manifest: next, revision })) {
          // Should this process have slept for hours, another one may have swept what no manifest named yet.
          await writeKeys(folder, files, made);
          await sweepFolder(folder, revision + 1);
          return { manifest: next, changed: true };
        }
      } catch (thrown) {
        // To note whose ring it is can wait for a start at which there is room: nobody may be kept from serving by that.
        if (wanted.manifest !== manifest || !isDataError(thrown)) throw thrown;
        return { manifest, changed: false };
      }
    }
  } finally {
    await removeUnnamed(folder, [...made.keys()]);
  }
  throw new DrawbridgeError('key_ring_unusable', {
    detail: `${folder} is being changed by others all the time`,
    hint: 'Try again.',
  });
}

function isDataError(thrown: unknown): boolean {
  return thrown instanceof DrawbridgeError && thrown.code === 'data_unusable';
}

async function judged(
  folder: string,
  manifest: KeyRingManifest,
  now: number,
  change: (manifest: KeyRingManifest, now: number) => Promise<Change> | Change,
): Promise<Change> {
  try {
    const wanted = await change(manifest, now);
    if (wanted.manifest.keys.length > manifest.keys.length) requireBounded(wanted.manifest, now);
    return wanted;
  } catch (thrown) {
    // The sentences of core's ring functions are for the operator; any other fault is not.
    if (!(thrown instanceof TypeError) || 'code' in thrown) throw thrown;
    throw new DrawbridgeError('key_ring_unusable', {
      detail: `the key ring in ${folder} is left as it is: ${thrown.message}`,
      hint: 'See `drawbridge keys list`.',
      cause: thrown,
    });
  }
}

async function writeKeys(
  folder: string,
  files: readonly KeyFile[],
  made: Map<string, KeyFile>,
): Promise<void> {
  try {
    await makePrivateFolder(folder);
    for (const key of files) {
      if (await createFile(join(folder, key.file), key.pkcs8)) made.set(key.file, key);
    }
  } catch (thrown) {
    throw dataError(thrown, folder);
  }
}

/** Takes back the files that this call made for nothing. Where that cannot be told, a later sweep does so. */
async function removeUnnamed(folder: string, files: readonly string[]): Promise<void> {
  if (files.length === 0) return;
  try {
    const { manifest } = await readManifest(folder);
    const named = new Set(manifest.keys.map(({ material }) => material.file));
    for (const file of files) {
      if (!named.has(file)) await rm(join(folder, file), { force: true });
    }
  } catch {
    // The fault that led here is the one to tell.
  }
}

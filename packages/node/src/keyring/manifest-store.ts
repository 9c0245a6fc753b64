import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  DrawbridgeError,
  EMPTY_MANIFEST,
  type KeyRingManifest,
  parseManifest,
} from '@drawbridge/core';
import { dataError } from '../files/read-private.ts';
import { createFile } from '../files/write-atomic.ts';

/** A manifest and the number of the revision it is. */
export interface ManifestRevision {
  readonly manifest: KeyRingManifest;
  /** Counts up from 0, the empty ring that nobody wrote. */
  readonly revision: number;
}

const NAME = /^ring\.(\d{1,15})\.json$/;
const KEPT_REVISIONS = 3;
const READ_ATTEMPTS = 5;

/**
 * Reads the newest revision of the manifest in a folder.
 *
 * @throws {DrawbridgeError} `key_ring_unusable` when it cannot be parsed, `data_unusable`
 */
export async function readManifest(folder: string): Promise<ManifestRevision> {
  for (let attempt = 1; ; attempt++) {
    const revision = (await listRevisions(folder)).at(-1);
    if (revision === undefined) return { manifest: EMPTY_MANIFEST, revision: 0 };
    const path = pathOf(folder, revision);
    try {
      return { manifest: parse(await readFile(path, 'utf8'), path), revision };
    } catch (thrown) {
      // Between the listing and the reading, newer revisions pushed this one out.
      const vanished = (thrown as NodeJS.ErrnoException).code === 'ENOENT';
      if (!vanished || attempt === READ_ATTEMPTS) throw dataError(thrown, path);
    }
  }
}

/**
 * Writes the next revision: a compare-and-set. The file system gives the name of the
 * next revision to one writer alone, so there is no lock that a killed process
 * could leave behind.
 *
 * @returns whether it was written; `false` when another writer was faster
 */
export async function commitManifest(
  folder: string,
  { manifest, revision }: ManifestRevision,
): Promise<boolean> {
  const next = revision + 1;
  try {
    const won = await createFile(
      pathOf(folder, next),
      `${JSON.stringify(manifest, undefined, 2)}\n`,
    );
    if (won) await forgetOldRevisions(folder, next);
    return won;
  } catch (thrown) {
    throw dataError(thrown, folder);
  }
}

async function forgetOldRevisions(folder: string, newest: number): Promise<void> {
  const old = (await listRevisions(folder)).filter((number) => number <= newest - KEPT_REVISIONS);
  await Promise.all(old.map((number) => rm(pathOf(folder, number), { force: true })));
}

/** The revisions in a folder, in order. */
async function listRevisions(folder: string): Promise<readonly number[]> {
  try {
    return (await readdir(folder))
      .flatMap((name) => Number(NAME.exec(name)?.[1] ?? Number.NaN))
      .filter((revision) => !Number.isNaN(revision))
      .sort((a, b) => a - b);
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw dataError(thrown, folder);
  }
}

function pathOf(folder: string, revision: number): string {
  return join(folder, `ring.${revision}.json`);
}

function parse(text: string, path: string): KeyRingManifest {
  try {
    return parseManifest(JSON.parse(text));
  } catch (cause) {
    throw new DrawbridgeError('key_ring_unusable', {
      detail: `${path} is not a key ring: ${(cause as Error).message}`,
      hint: 'Restore the file from a backup, or move it away to go on with the revision before it.',
      cause,
    });
  }
}

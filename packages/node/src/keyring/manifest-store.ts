import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  DrawbridgeError,
  EMPTY_MANIFEST,
  type KeyRingManifest,
  parseManifest,
} from '@drawbridge/core';
import { dataError, refuseWritable } from '../files/read-private.ts';
import { createFile, replaceFile } from '../files/write-atomic.ts';

/** A manifest and the number of the revision it is. */
export interface ManifestRevision {
  readonly manifest: KeyRingManifest;
  /** Counts up from 0, the empty ring that nobody wrote. */
  readonly revision: number;
}

const NAME = /^ring\.(\d{1,15})\.json$/;
const KEPT_REVISIONS = 3;
/** How many names of revisions stay taken, the newest and the emptied ones before it. */
export const KEPT_NAMES = 100;
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
    await refuseWritable(folder);
    const text = await read(path);
    // Empty or gone: between the listing and the reading, newer revisions pushed this one out.
    if (text !== '' || attempt === READ_ATTEMPTS) return { manifest: parse(text, path), revision };
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
  const path = pathOf(folder, next);
  const text = `${JSON.stringify(manifest, undefined, 2)}\n`;
  // What could not be read back would lock everybody out of the ring.
  parse(text, path);
  try {
    if (!(await createFile(path, text))) return false;
    if (await isPast(folder, revision)) {
      await rm(path, { force: true });
      return false;
    }
  } catch (thrown) {
    throw dataError(thrown, folder);
  }
  await forget(folder, next - KEPT_REVISIONS);
  return true;
}

/**
 * Whether the revision that a writer went on from is so long past that its name was given up, and with it
 * the next one: names go in their order, so the next is safe while this one is there. Who read the empty
 * ring read no file; for them a mark says that the name of the first was given up.
 */
async function isPast(folder: string, revision: number): Promise<boolean> {
  const isThere = await exists(pathOf(folder, revision));
  return revision === 0 ? isThere : !isThere;
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw thrown;
  }
}

/**
 * Empties an old revision. Its name stays taken: a writer who has slept since that
 * revision was the next would otherwise be given the name, and believe that it won.
 */
async function forget(folder: string, revision: number): Promise<void> {
  if (revision < 1) return;
  // The next revision is there: a full disk must not make a failure of it.
  await replaceFile(pathOf(folder, revision), '').catch(() => undefined);
}

async function read(path: string): Promise<string> {
  try {
    await refuseWritable(path);
    return await readFile(path, 'utf8');
  } catch (thrown) {
    const { cause = thrown } = thrown as Error;
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw dataError(thrown, path);
  }
}

/** The revisions in a folder, in order. */
async function listRevisions(folder: string): Promise<readonly number[]> {
  try {
    return (await readdir(folder))
      .map(revisionOf)
      .filter((revision) => revision !== undefined)
      .sort((a, b) => a - b);
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw dataError(thrown, folder);
  }
}

/** The revision that a file is, by its name. */
export function revisionOf(name: string): number | undefined {
  const [, digits] = NAME.exec(name) ?? [];
  return digits === undefined ? undefined : Number(digits);
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

import {
  DrawbridgeError,
  EMPTY_MANIFEST,
  type KeyRingManifest,
  parseManifest,
} from '@drawbridge/core';
import { openRevisions, type Revisions } from '../files/revisions.ts';

/** A manifest and the number of the revision it is. */
export interface ManifestRevision {
  readonly manifest: KeyRingManifest;
  /** Counts up from 0, the empty ring that nobody wrote. */
  readonly revision: number;
}

/** The revisions of the manifest in a folder. */
export function ringRevisions(folder: string): Revisions {
  return openRevisions(folder, { name: 'ring', keptTexts: 3 });
}

/**
 * Reads the newest revision of the manifest in a folder.
 *
 * @throws {DrawbridgeError} `key_ring_unusable` when it cannot be parsed, `data_unusable`
 */
export async function readManifest(folder: string): Promise<ManifestRevision> {
  const newest = await ringRevisions(folder).read();
  if (newest === undefined) return { manifest: EMPTY_MANIFEST, revision: 0 };
  const { text, revision, path } = newest;
  return { manifest: parse(text, path), revision };
}

/**
 * Writes the next revision: a compare-and-set, see {@link Revisions}.
 *
 * @returns whether it was written; `false` when another writer was faster
 */
export async function commitManifest(
  folder: string,
  { manifest, revision }: ManifestRevision,
): Promise<boolean> {
  const revisions = ringRevisions(folder);
  const text = `${JSON.stringify(manifest, undefined, 2)}\n`;
  // What could not be read back would lock everybody out of the ring.
  parse(text, revisions.pathOf(revision + 1));
  return revisions.commit(text, revision);
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

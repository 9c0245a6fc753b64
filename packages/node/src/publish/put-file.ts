import { DrawbridgeError } from '@drawbridge/core';
import { type Change, changeOf } from './change-of.ts';
import { failed } from './faults.ts';
import { requireOwn } from './key-set.ts';
import type { PublicPlace } from './public-place.ts';
import { type PlacedFile, type Publisher, type SiteFile, UNTOLD } from './publisher.ts';
import { rankOf } from './rank.ts';

/** How a file is put at its place. */
export interface PutFileOptions {
  readonly publisher: Publisher;
  /** The RFC 7638 thumbprints of keys that are ours, and need not be published any more. */
  readonly ownKeys?: readonly string[];
  /** Whether the keys of another may be replaced. Default: false. */
  readonly replace?: boolean;
}

/**
 * Writes a file where it does not lie already. The keys of another issuer stay.
 *
 * @throws {DrawbridgeError} `publish_refused`, `publish_failed`
 */
export async function putFile(
  file: SiteFile,
  place: PublicPlace,
  options: PutFileOptions,
): Promise<Change> {
  const { publisher } = options;
  const placed = await publisher.read(file.path);
  if (placed !== UNTOLD && changeOf(file, placed) === 'same') return 'same';
  const isKeySet = rankOf(file) === 0;
  // Before keys are replaced, caches may fetch those that are there.
  const served = isKeySet || placed === UNTOLD ? await lookAt(place) : undefined;
  if (placed === UNTOLD && ((await publisher.writeNew?.(file)) ?? false)) return 'created';
  const there = placed === UNTOLD ? told(served, file, publisher) : placed;
  const change = changeOf(file, there);
  if (change === 'same') return 'same';
  await requireReplaceable(file, there, options);
  if (isUnseen(served) && there !== undefined) await place.tellOf(there);
  await publisher.write(file);
  return change === 'created' && placed === UNTOLD ? 'changed' : change;
}

/**
 * Refuses to put a key set in the place of another issuer's.
 *
 * @param there - what lies there now
 * @throws {DrawbridgeError} `publish_refused`
 */
export async function requireReplaceable(
  file: SiteFile,
  there: PlacedFile | undefined,
  { publisher, ownKeys = [], replace = false }: PutFileOptions,
): Promise<void> {
  if (replace || there === undefined || rankOf(file) !== 0) return;
  await requireOwn(there.body, file.body, { ownKeys, at: nameOf(file, publisher) });
}

const nameOf = ({ path }: SiteFile, { name }: Publisher) => `${name}${path}`;

async function lookAt(place: PublicPlace): Promise<PlacedFile | DrawbridgeError> {
  try {
    return await place.look();
  } catch (thrown) {
    // What is wrong there is told when it is read back. That nobody can be told of what was seen is no fault of the place.
    if (thrown instanceof DrawbridgeError && thrown.code.startsWith('publish')) return thrown;
    throw thrown;
  }
}

/** Nothing was answered, which is not to say that nothing is public there. */
function isUnseen(served: PlacedFile | DrawbridgeError | undefined): boolean {
  return served instanceof DrawbridgeError && served.code === 'publish_failed';
}

/** What lies at a place that does not tell, by what is public of it. */
function told(
  served: PlacedFile | DrawbridgeError | undefined,
  file: SiteFile,
  publisher: Publisher,
): PlacedFile | undefined {
  if (!(served instanceof DrawbridgeError)) return served;
  // A page for people may be served under another name, or nowhere.
  if (rankOf(file) === 2) return undefined;
  throw failed(
    `${nameOf(file, publisher)} is there, and it is not told what it is: ${served.message}`,
    'These credentials may not read it (of a bucket: s3:GetObject), and the public address does not show it either. Allow the one, or mend the other; what is there is not replaced unseen.',
    served,
  );
}

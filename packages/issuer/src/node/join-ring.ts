import { type Algorithm, type Clock, joinKeys, type KeyRingManifest } from '@drawbridge/core';
import { addKeys, changeRing, readRing, type TakenKey } from '@drawbridge/node';
import { siteFault } from './site-fault.ts';

/** The ring of a site. */
export interface JoinedRing {
  /** The folder of the ring. */
  readonly folder: string;
  /** The issuer identifier of the site. */
  readonly issuer: string;
  /** The names of the keys that the site shows already. */
  readonly shown: ReadonlySet<string>;
  readonly clock: Clock;
}

/**
 * Makes the keys that a ring lacks for these algorithms, marks it, and has it say whose it is, in one revision.
 *
 * @throws {DrawbridgeError} `usage_invalid` when it is the ring of somebody else; `key_ring_unusable`, also when it is that
 *   of another issuer; `data_unusable`
 */
export async function makeRing(
  ring: JoinedRing,
  algorithms: readonly Algorithm[],
): Promise<KeyRingManifest> {
  const { folder, issuer, clock } = ring;
  const lacks = ({ keys }: KeyRingManifest) =>
    algorithms.filter((alg) => !keys.some((key) => key.alg === alg && key.signsUntil === null));
  await addKeys(folder, lacks, clock, { issuer, before: (current) => marked(current, ring) });
  return (await readRing(folder, issuer)).manifest;
}

/**
 * Has keys from elsewhere join a ring, marks it, and has it say whose it is, in one revision.
 *
 * @throws {DrawbridgeError} as {@link makeRing}; `key_ring_unusable` when they do not fit the keys that are there
 */
export async function joinRing(
  ring: JoinedRing,
  taken: readonly TakenKey[],
): Promise<KeyRingManifest> {
  const { folder, issuer, clock } = ring;
  const keys = taken.map(({ key }) => key);
  const files = taken.flatMap(({ file }) => file ?? []);
  const { manifest } = await changeRing(
    folder,
    clock,
    // Marked first: a key that joins a marked ring waits to be seen, also one that relying parties know.
    (current, now) => ({ manifest: joinKeys(marked(current, ring), keys, now), files }),
    { issuer },
  );
  return manifest;
}

/** A ring whose documents are published elsewhere says so: a key of it signs once it was read back from there. */
function marked(manifest: KeyRingManifest, { folder, shown }: JoinedRing): KeyRingManifest {
  const { keys, readBack, issuer } = manifest;
  if (keys.length === 0) return { ...manifest, readBack: true };
  // The keys of a service that publishes them itself would wait for the site to be public.
  if (readBack !== true) throw notOurs(folder, 'which are not those of a site');
  if (issuer === undefined && !keys.some(({ kid }) => shown.has(kid))) {
    throw notOurs(
      folder,
      'this site shows none of them, and an earlier release has not noted whose they are',
    );
  }
  return manifest;
}

function notOurs(folder: string, why: string): Error {
  return siteFault(
    `the key ring in ${folder} has keys already, ${why}`,
    'Give the site a data folder of its own with --data.',
  );
}

import { join } from 'node:path';
import { keyCertificate } from '@drawbridge/clouds/ceph';
import {
  ALGORITHM_NAMES,
  type Algorithm,
  DrawbridgeError,
  type Engine,
  type KeyEntry,
  type KeyRingManifest,
  keyState,
  member,
  type JsonObject,
  ringTime,
  type SigningKey,
} from '@drawbridge/core';
import { readPrivateFile } from '@drawbridge/node';

/** The keys of a ring that a site publishes at a time, in seconds since the epoch. */
export function publishedEntries(manifest: KeyRingManifest, now: number): readonly KeyEntry[] {
  const time = ringTime(manifest, now);
  return manifest.keys.filter((entry) => keyState(entry, time) !== 'removed');
}

/** The keys that sign first: the Ceph Object Gateway looks at the first key of a JWK Set and at no other. */
export function activeFirst(
  entries: readonly KeyEntry[],
  manifest: KeyRingManifest,
  now: number,
): readonly KeyEntry[] {
  const time = ringTime(manifest, now);
  const isActive = (entry: KeyEntry) => keyState(entry, time) === 'active';
  const rank = ({ alg }: KeyEntry) => ALGORITHM_NAMES.indexOf(alg);
  return [
    ...entries.filter(isActive).sort((a, b) => rank(a) - rank(b)),
    ...entries.filter((entry) => !isActive(entry)),
  ];
}

/** What a site says that its tokens are signed with: the algorithms of all keys that it publishes. */
export function algorithmsOf(entries: readonly KeyEntry[]): readonly Algorithm[] {
  return ALGORITHM_NAMES.filter((alg) => entries.some((entry) => entry.alg === alg));
}

/**
 * Makes the private key of an entry ready.
 *
 * @throws {DrawbridgeError} `data_unusable`, `key_ring_unusable`
 */
export async function openEntry(
  folder: string,
  { kid, alg, material }: Pick<KeyEntry, 'kid' | 'alg' | 'material'>,
  engine: Engine,
): Promise<SigningKey> {
  const pkcs8 = await readPrivateFile(join(folder, material.file));
  try {
    const key = await engine.importKey(alg, { pkcs8 });
    return { kid, alg, sign: (data) => engine.sign(key, data) };
  } catch {
    // The cause is left out: an import error may quote its input.
    throw new DrawbridgeError('key_ring_unusable', {
      detail: `${join(folder, material.file)} is not an unencrypted PKCS #8 private key for ${alg}`,
      hint: 'Restore the file from a backup.',
    });
  }
}

/**
 * The certificates of keys: those that are published already, so that nobody sees another for the same key, and new
 * ones for the rest.
 *
 * @param present - the JWKs of the site as it is
 */
export async function certificatesFor(
  entries: readonly KeyEntry[],
  present: readonly JsonObject[],
): Promise<ReadonlyMap<string, string>> {
  const certificates = new Map<string, string>();
  for (const { kid, publicJwk } of entries) {
    const known = present.find((jwk) => member(jwk, 'kid') === kid);
    const kept = known === undefined ? undefined : certificateOf(known);
    certificates.set(kid, kept ?? (await keyCertificate(publicJwk)));
  }
  return certificates;
}

/** The first certificate of a JWK, which is the key's own. */
export function certificateOf(jwk: JsonObject): string | undefined {
  const chain = member(jwk, 'x5c');
  const first: unknown = Array.isArray(chain) ? chain[0] : undefined;
  return typeof first === 'string' ? first : undefined;
}

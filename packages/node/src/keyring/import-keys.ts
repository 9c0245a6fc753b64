import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type Clock,
  DrawbridgeError,
  epochSeconds,
  type FoundingKey,
  foundRing,
  holdUnread,
  type KeyEntry,
  type KeyRingManifest,
} from '@drawbridge/core';
import { dataError } from '../files/data-error.ts';
import { createFile, makePrivateFolder } from '../files/write-atomic.ts';
import { commitManifest } from './manifest-store.ts';
import { nameIssuer, readRing } from './ring-issuer.ts';

/** A key that was made elsewhere, and what it is to do in the ring. */
export interface KeyToImport extends Omit<FoundingKey, 'purpose' | 'material'> {
  /** RFC 7638 thumbprint: names the key's file, because a `kid` may hold any character. */
  readonly thumbprint: string;
  /** The private key as unencrypted PKCS #8 PEM; an active key has one. */
  readonly pkcs8?: string;
}

/** What an import came to. */
export interface ImportedRing {
  /** The keys, as they stand in the manifest. */
  readonly keys: readonly KeyEntry[];
  /** Whether it was this call that put them there. */
  readonly changed: boolean;
}

/**
 * Begins the ring in a folder with keys that relying parties know already. Their files are written
 * first and all of them join in one revision: whenever this process is killed, the ring is empty or
 * whole, and the same call again completes it. A retired key comes without its private part, so
 * it has no file: nothing would read it.
 *
 * @param issuer - the issuer identifier under which relying parties know them
 * @throws {DrawbridgeError} `key_ring_unusable` when the ring has other keys or is another issuer's, `data_unusable`
 * @throws {TypeError} as `foundRing`
 */
export async function importKeys(
  folder: string,
  keys: readonly KeyToImport[],
  clock: Clock,
  issuer: string,
): Promise<ImportedRing> {
  const now = epochSeconds(clock);
  const current = await readRing(folder, issuer);
  const founded = nameIssuer(foundRing(keys.map(toFoundingKey), now), issuer);
  const manifest = current.manifest.readBack === true ? holdUnread(founded, now) : founded;
  requireRoom(current.manifest, manifest, folder);
  const written = await writeKeys(folder, keys);
  if (current.manifest.keys.length > 0) return { keys: current.manifest.keys, changed: false };
  if (await commitManifest(folder, { manifest, revision: current.revision })) {
    return { keys: manifest.keys, changed: true };
  }
  // Another process was faster. If it did the same, all is well.
  try {
    const theirs = (await readRing(folder, issuer)).manifest;
    requireRoom(theirs, manifest, folder);
    return { keys: theirs.keys, changed: false };
  } catch (thrown) {
    for (const path of written) await rm(path, { force: true });
    throw thrown;
  }
}

function toFoundingKey({ kid, alg, publicJwk, state, thumbprint }: KeyToImport): FoundingKey {
  return { kid, alg, publicJwk, state, purpose: 'sign', material: { file: `${thumbprint}.pem` } };
}

/** @returns the files that were not there before */
async function writeKeys(folder: string, keys: readonly KeyToImport[]): Promise<readonly string[]> {
  const written: string[] = [];
  try {
    await makePrivateFolder(folder);
    for (const { pkcs8, thumbprint } of keys) {
      const path = join(folder, `${thumbprint}.pem`);
      if (pkcs8 !== undefined && (await createFile(path, pkcs8))) written.push(path);
    }
  } catch (thrown) {
    throw dataError(thrown, folder);
  }
  return written;
}

/** The ring must be empty, or hold exactly these keys already. */
function requireRoom(current: KeyRingManifest, wanted: KeyRingManifest, folder: string): void {
  if (current.keys.length === 0) return;
  const facts = (manifest: KeyRingManifest) =>
    JSON.stringify(
      manifest.keys
        .map(({ kid, alg, material, signsUntil }) => [kid, alg, material.file, signsUntil === null])
        .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
    );
  if (facts(current) === facts(wanted)) return;
  throw new DrawbridgeError('key_ring_unusable', {
    detail: `the key ring in ${folder} has keys already, and they are not the ones to import`,
    hint: 'Give another folder with --data, or see `drawbridge keys list`.',
  });
}

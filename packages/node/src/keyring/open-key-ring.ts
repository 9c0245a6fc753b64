import { join } from 'node:path';
import {
  type Clock,
  createKeyRing,
  DrawbridgeError,
  type Engine,
  type EngineKey,
  epochSeconds,
  type KeyEntry,
  type KeyRing,
  type KeyRingManifest,
  keyState,
  type Log,
} from '@drawbridge/core';
import { readPrivateFile } from '../files/read-private.ts';
import { type ManifestRevision, readManifest } from './manifest-store.ts';

export interface OpenKeyRingOptions {
  readonly folder: string;
  readonly engine: Engine;
  readonly clock: Clock;
  readonly log: Log;
  /** Seconds between two looks for a newer manifest. Default: 5. */
  readonly refresh?: number;
}

/** A ring of key files that follows its manifest. */
export interface OpenKeyRing extends KeyRing {
  /** Stops following. */
  close(): void;
}

/**
 * Opens the key ring in a folder and follows it: a key that another process adds is
 * published within seconds. Should a newer manifest be unusable, the last good
 * one stays.
 *
 * @throws {DrawbridgeError} `key_ring_unusable`, `data_unusable`
 */
export async function openKeyRing(options: OpenKeyRingOptions): Promise<OpenKeyRing> {
  const { folder, log, refresh = 5 } = options;
  let revision = await readManifest(folder);
  let ring = await load(revision, options);

  let following = false;
  const follow = async () => {
    // A slow look must not be overtaken by the next, and then bring back an older ring.
    if (following) return;
    following = true;
    try {
      const newest = await readManifest(folder);
      if (newest.revision === revision.revision) return;
      ring = await load(newest, options);
      revision = newest;
      log.info('key ring read anew', { revision: revision.revision });
    } catch (thrown) {
      log.error('key ring not read anew; the last good one stays', {
        detail: (thrown as Error).message,
      });
    } finally {
      following = false;
    }
  };
  const timer = setInterval(() => void follow(), refresh * 1000);
  timer.unref();

  return {
    signingKey: (alg) => ring.signingKey(alg),
    publicKeys: () => ring.publicKeys(),
    algorithms: () => ring.algorithms(),
    close: () => clearInterval(timer),
  };
}

async function load(
  { manifest }: ManifestRevision,
  { folder, engine, clock }: OpenKeyRingOptions,
): Promise<KeyRing> {
  const keys = new Map<string, EngineKey>();
  for (const entry of signers(manifest, epochSeconds(clock))) {
    keys.set(entry.kid, await importKey(join(folder, entry.material.file), entry, engine));
  }
  return createKeyRing(manifest, keys, clock);
}

function signers(manifest: KeyRingManifest, now: number): readonly KeyEntry[] {
  return manifest.keys.filter((entry) => ['active', 'next'].includes(keyState(entry, now)));
}

async function importKey(path: string, entry: KeyEntry, engine: Engine): Promise<EngineKey> {
  const pkcs8 = await readPrivateFile(path);
  try {
    return await engine.importKey(entry.alg, { pkcs8 });
  } catch {
    // The cause is left out: an import error may quote its input.
    throw new DrawbridgeError('key_ring_unusable', {
      detail: `${path} is not an unencrypted PKCS #8 private key for ${entry.alg}`,
      hint: 'Restore the file from a backup.',
    });
  }
}

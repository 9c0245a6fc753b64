import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import {
  type Clock,
  createKeyRing,
  DrawbridgeError,
  encodeUtf8,
  type Engine,
  type EngineKey,
  epochSeconds,
  type KeyEntry,
  type KeyRing,
  type KeyRingManifest,
  keyState,
  type Log,
  ringTime,
  type Sign,
} from '@drawbridge/core';
import { readPrivateFile } from '../files/read-private.ts';
import type { ManifestRevision } from './manifest-store.ts';
import { readRing } from './ring-issuer.ts';

export interface OpenKeyRingOptions {
  readonly folder: string;
  /** The issuer identifier that it is to sign for. */
  readonly issuer: string;
  readonly engine: Engine;
  readonly clock: Clock;
  readonly log: Log;
  /** Seconds between two looks for a newer manifest. Default: 5. */
  readonly refresh?: number;
}

/** A ring of key files that follows its manifest. */
export interface OpenKeyRing extends KeyRing {
  /** The manifest that the ring follows now. */
  manifest(): KeyRingManifest;
  /**
   * Reads the newest manifest, which the ring may not follow yet.
   *
   * @throws {DrawbridgeError} `key_ring_unusable`, also where the folder was lost, or has another ring; `data_unusable`
   */
  newest(): Promise<KeyRingManifest>;
  /** Stops following. */
  close(): void;
}

/**
 * Opens the key ring in a folder and follows it: a key that another process adds is
 * published within seconds. Should a newer manifest be unusable, or the ring be gone, the last good
 * one stays.
 *
 * @throws {DrawbridgeError} `key_ring_unusable`, also for the ring of another issuer; `data_unusable`
 */
export async function openKeyRing(options: OpenKeyRingOptions): Promise<OpenKeyRing> {
  const { folder, issuer, clock, log, refresh = 5 } = options;
  let revision = await readRing(folder, issuer);
  /** When a key was first seen with its time set that had none at the start: milliseconds of the monotonic clock, by `kid`. */
  const seen = new Map<string, number>();
  let ring = await load(revision, options, seen);

  const readNewest = async () => {
    const found = await readRing(folder, issuer);
    const known = new Set(revision.manifest.keys.map(({ kid }) => kid));
    requireSameRing(folder, { known, revision: revision.revision }, found);
    return found;
  };

  let following = false;
  /** The fault that the log has already. */
  let told: string | undefined;
  const follow = async () => {
    // A slow look must not be overtaken by the next, and then bring back an older ring.
    if (following) return;
    following = true;
    try {
      const newest = await readNewest();
      // By what it says: a ring that was begun anew, or a restored one, may have the same number.
      if (isDeepStrictEqual(newest, revision)) {
        if (told !== undefined) log.info('key ring as before', { revision: revision.revision });
        told = undefined;
        return;
      }
      const timed = new Set(timedKids(revision.manifest));
      for (const kid of timedKids(newest.manifest)) {
        if (!timed.has(kid)) seen.set(kid, clock.monotonic());
      }
      ring = await load(newest, options, seen);
      revision = newest;
      told = undefined;
      log.info('key ring reloaded', { revision: revision.revision });
    } catch (thrown) {
      const { message, hint } = thrown as DrawbridgeError;
      if (message !== told) log.error('key ring not reloaded', { detail: message, hint });
      told = message;
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
    changesAt: () => ring.changesAt(),
    manifest: () => revision.manifest,
    newest: async () => (await readNewest()).manifest,
    close: () => clearInterval(timer),
  };
}

/** The keys that do not wait to be read back. */
function timedKids({ keys }: KeyRingManifest): readonly string[] {
  return keys.flatMap(({ kid, signsFrom }) => (signsFrom === null ? [] : kid));
}

/**
 * A folder that was lost, or a volume that is not mounted, is no wish to publish no keys; and whoever begins a ring
 * there has relying parties refuse all tokens. A later revision may share no key with one of long ago.
 */
function requireSameRing(
  folder: string,
  { known, revision }: { readonly known: ReadonlySet<string>; readonly revision: number },
  newest: ManifestRevision,
): void {
  const { keys } = newest.manifest;
  if (newest.revision > revision || known.size === 0) return;
  if (keys.some(({ kid }) => known.has(kid))) return;
  const found =
    keys.length === 0 ? 'has no keys any more' : 'has another ring, with none of the keys in use';
  throw unusable(`${folder} ${found}: those in memory stay in use until this process ends`);
}

async function load(
  { manifest }: ManifestRevision,
  { folder, engine, clock }: OpenKeyRingOptions,
  seen: ReadonlyMap<string, number>,
): Promise<KeyRing> {
  const signers = new Map<string, Sign>();
  const time = ringTime(manifest, epochSeconds(clock));
  for (const entry of manifest.keys) {
    const state = keyState(entry, time);
    try {
      const key = await importKey(join(folder, entry.material.file), entry, engine);
      signers.set(entry.kid, (data) => engine.sign(key, data));
    } catch (thrown) {
      // A key that has ended signs again should the clock be set back. One that came without its private part cannot.
      if (state === 'active' || state === 'next') throw thrown;
    }
  }
  return createKeyRing(manifest, signers, clock, { seen });
}

async function importKey(path: string, entry: KeyEntry, engine: Engine): Promise<EngineKey> {
  const pkcs8 = await readPrivateFile(path);
  let key: EngineKey;
  try {
    key = await engine.importKey(entry.alg, { pkcs8 });
  } catch {
    // The cause is left out: an import error may quote its input.
    throw unusable(`${path} is not an unencrypted PKCS #8 private key for ${entry.alg}`);
  }
  if (!(await isPair(key, entry, engine))) {
    throw unusable(`${path} does not belong to the public key that the manifest has for it`);
  }
  return key;
}

/** Tries the key: nobody could verify what a mixed-up file signs. */
async function isPair(key: EngineKey, entry: KeyEntry, engine: Engine): Promise<boolean> {
  const probe = encodeUtf8(entry.kid);
  const published = await engine.importKey(entry.alg, { jwk: entry.publicJwk });
  return engine.verify(published, probe, await engine.sign(key, probe));
}

function unusable(detail: string): DrawbridgeError {
  return new DrawbridgeError('key_ring_unusable', {
    detail,
    hint: 'Restore the file from a backup.',
  });
}

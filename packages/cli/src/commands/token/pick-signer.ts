import {
  type Algorithm,
  createDefaultEngine,
  createKeyRing,
  DrawbridgeError,
  epochSeconds,
  findKey,
  type KeyEntry,
  type KeyRingManifest,
  type KeyState,
  keyState,
  type PublicJwk,
  ringTime,
  type SigningKey,
  systemClock,
} from '@drawbridge/core';
import { openEntry } from '@drawbridge/issuer/node';
import { readRing, showTime } from '@drawbridge/node';
import type { Terminal } from '../../terminal.ts';
import { usage } from '../keys/key-options.ts';
import { takeSigningKey } from '../keys/take-key-file.ts';

/** A key that signs, and the one that verifies what it signed. */
export interface Signer {
  readonly key: SigningKey;
  readonly publicJwk: PublicJwk;
}

/** Which key is to sign. */
export interface PickOptions {
  readonly key?: string;
  readonly kid?: string;
  readonly alg?: Algorithm;
  readonly passphraseFile?: string;
}

/**
 * The key of a file that was made elsewhere.
 *
 * @throws {DrawbridgeError} `usage_invalid`, `data_unusable`
 */
export async function signerOfFile(
  path: string,
  options: PickOptions,
  terminal: Terminal,
): Promise<Signer> {
  const { key, file } = await takeSigningKey(path, options, terminal);
  const engine = createDefaultEngine();
  const { kid, alg, publicJwk } = key;
  const ready = await engine.importKey(alg, { pkcs8: file?.pkcs8 ?? '' });
  return { key: { kid, alg, sign: (data) => engine.sign(ready, data) }, publicJwk };
}

/**
 * The key of a ring that signs now: the one of a name, or of an algorithm, or RS256 wherever there is such a key.
 *
 * @param issuer - whose token it is to sign
 * @throws {DrawbridgeError} `usage_invalid` when there is none, `key_unpublished` when all of them wait; `key_ring_unusable`,
 *   also when it is the ring of another issuer; `data_unusable`
 */
export async function signerOfRing(
  folder: string,
  issuer: string,
  { kid, alg }: PickOptions,
): Promise<Signer> {
  const { manifest } = await readRing(folder, issuer);
  const entry = kid === undefined ? newest(manifest, alg, folder) : named(manifest, kid, folder);
  if (alg !== undefined && entry.alg !== alg) {
    throw usage(`the key ${entry.kid} signs with ${entry.alg}, not ${alg}`, 'Leave --alg out.');
  }
  const engine = createDefaultEngine();
  return { key: await openEntry(folder, entry, engine), publicJwk: entry.publicJwk };
}

/** What the ring itself would sign with, so that a key that waits to be read back never does. */
function newest(manifest: KeyRingManifest, alg: Algorithm | undefined, folder: string): KeyEntry {
  // Which key it is, is all that is asked: its private part is read afterwards.
  const signers = new Map(manifest.keys.map(({ kid }) => [kid, signNothing]));
  try {
    const { kid } = createKeyRing(manifest, signers, systemClock).signingKey(alg);
    return findKey(manifest, kid);
  } catch (thrown) {
    const isAsked = (entry: KeyEntry) => alg === undefined || entry.alg === alg;
    if (manifest.keys.some((entry) => entry.signsFrom === null && isAsked(entry))) {
      throw new DrawbridgeError('key_unpublished', {
        detail: `no key of the ring in ${folder} was seen at its public address yet`,
        hint: WAITS,
      });
    }
    if (thrown instanceof DrawbridgeError && thrown.code === 'key_unpublished') throw thrown;
    throw usage(
      `the key ring in ${folder} has no key that signs${alg === undefined ? '' : ` with ${alg}`}`,
      'Make an issuer with `drawbridge issuer init`, give its data folder with --data, or a key with --key FILE.',
    );
  }
}

function signNothing(): never {
  throw new TypeError('nothing is signed by this');
}

function named(manifest: KeyRingManifest, kid: string, folder: string): KeyEntry {
  const now = epochSeconds(systemClock);
  let entry: KeyEntry;
  try {
    entry = findKey(manifest, kid);
  } catch {
    throw usage(
      `the key ring in ${folder} has no key with the kid ${JSON.stringify(kid)}`,
      'See `drawbridge keys list`.',
    );
  }
  const state = keyState(entry, ringTime(manifest, now));
  const isUnread = manifest.readBack === true && entry.readBackAt === undefined;
  if (state === 'active' && !isUnread) return entry;
  throw usage(
    `the key ${kid} does not sign: it ${state === 'active' ? 'was never read back' : `is ${state}`}`,
    whatHelps(entry, state, now),
  );
}

/** For a key that waits. */
const WAITS =
  'Publish the site with `drawbridge issuer publish`: a key signs once it was seen at its public address.';

function whatHelps({ signsFrom }: KeyEntry, state: KeyState, now: number): string {
  if (signsFrom === null || state === 'active') return WAITS;
  if (state !== 'next') return 'Leave --kid out, and the key that signs now is taken.';
  return `It signs from ${showTime(signsFrom, now)}, so that every relying party has seen it.`;
}

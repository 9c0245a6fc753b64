import { isAlgorithm, type Algorithm } from '../engine/algorithms.ts';
import { isJsonObject, type JsonObject, member } from '../encoding/json.ts';
import { type PublicJwk, suitsAlgorithm, toPublicJwk } from '../jwks/public-jwk.ts';

/** What a key is for. A key has one purpose all its life. */
export type KeyPurpose = 'sign';

/** One key of a ring. All times are seconds since the epoch. */
export interface KeyEntry {
  readonly kid: string;
  readonly purpose: KeyPurpose;
  readonly alg: Algorithm;
  /** Where the private key is: the name of a PKCS #8 PEM file beside the manifest. */
  readonly material: { readonly file: string };
  readonly publicJwk: PublicJwk;
  /** From when relying parties can see the key. */
  readonly publishedAt: number;
  /** From when the key signs; `null` while it waits to be read back from where the documents are published. */
  readonly signsFrom: number | null;
  /** Until when the key signs; `null` while no successor is there. */
  readonly signsUntil: number | null;
  /** From when relying parties see the key no more; `null` while it may still sign. */
  readonly removeAfter: number | null;
  /** When the key was first seen at the public address, in a ring with `readBack`. */
  readonly readBackAt?: number;
  /**
   * Of a key that waits to be read back: from when it is to sign. Where that is not after `publishedAt`, it signs
   * as soon as it is read back; without, or where it is later, also every cache must have had time to see it.
   */
  readonly notBefore?: number;
}

/** A key whose time to sign is set. */
export type TimedKey = KeyEntry & { readonly signsFrom: number };

/**
 * The whole state of a key ring. Whether a key is next, active or retired follows
 * from this and the clock alone, so every replica that reads it agrees, and
 * nothing has to be switched at the right moment.
 */
export interface KeyRingManifest {
  /** Version of this format. */
  readonly version: 1;
  /**
   * The issuer identifier that its keys sign for. Not there in a ring that nobody has used yet, and in one of an earlier
   * release.
   */
  readonly issuer?: string;
  readonly keys: readonly KeyEntry[];
  /**
   * The documents of this ring are published elsewhere: a key signs only after it was read back from the public
   * address and every cache may have seen it.
   */
  readonly readBack?: true;
  /**
   * Of a ring with `readBack` in which a key waits: for how long, in seconds, caches may keep a key set that was seen at the
   * public address and lacks a key of this ring. Kept here, so that it outlives whoever saw it.
   */
  readonly servedMaxAge?: number;
  /** The files of keys that were withdrawn as compromised, oldest first: none of them comes back. */
  readonly withdrawn?: readonly string[];
}

export const EMPTY_MANIFEST: KeyRingManifest = { version: 1, keys: [] };

/**
 * Reads a manifest from parsed JSON.
 *
 * @throws {TypeError} naming the first member that is wrong
 */
export function parseManifest(value: unknown): KeyRingManifest {
  if (!isJsonObject(value)) throw new TypeError('it is not a JSON object');
  if (member(value, 'version') !== 1) {
    throw new TypeError('its version is not 1: a newer release of Drawbridge may have written it');
  }
  const keys = member(value, 'keys');
  if (!Array.isArray(keys)) throw new TypeError('it has no list of keys');
  const readBack = parseReadBack(value);
  const entries = keys.map((key, index) => parseEntry(key, index, readBack.readBack === true));
  if (new Set(entries.map((entry) => entry.kid)).size !== entries.length) {
    throw new TypeError('two of its keys share a kid');
  }
  return {
    version: 1,
    ...parseIssuer(value),
    keys: entries,
    ...readBack,
    ...parseWithdrawn(value),
  };
}

function parseIssuer(value: JsonObject): Pick<KeyRingManifest, 'issuer'> {
  const issuer = member(value, 'issuer');
  if (issuer === undefined) return {};
  if (typeof issuer !== 'string' || issuer === '') throw new TypeError('its issuer is not a name');
  return { issuer };
}

function parseReadBack(value: JsonObject): Pick<KeyRingManifest, 'readBack' | 'servedMaxAge'> {
  const readBack = member(value, 'readBack');
  if (readBack === undefined) return {};
  if (readBack !== true) throw new TypeError('its readBack is not true');
  const servedMaxAge = member(value, 'servedMaxAge');
  if (servedMaxAge === undefined) return { readBack };
  if (!Number.isSafeInteger(servedMaxAge) || (servedMaxAge as number) < 0) {
    throw new TypeError('its servedMaxAge is not a number of seconds');
  }
  return { readBack, servedMaxAge: servedMaxAge as number };
}

function parseWithdrawn(value: JsonObject): Pick<KeyRingManifest, 'withdrawn'> {
  const withdrawn = member(value, 'withdrawn');
  if (withdrawn === undefined) return {};
  if (!Array.isArray(withdrawn) || !withdrawn.every((file) => typeof file === 'string')) {
    throw new TypeError('its withdrawn is not a list of files');
  }
  return { withdrawn };
}

function parseEntry(value: unknown, index: number, mayWait: boolean): KeyEntry {
  const at = `keys[${index}]`;
  if (!isJsonObject(value)) throw new TypeError(`${at} is not an object`);
  const alg = member(value, 'alg');
  if (!isAlgorithm(alg)) throw new TypeError(`${at}.alg is not a supported algorithm`);
  if (member(value, 'purpose') !== 'sign') throw new TypeError(`${at}.purpose is not "sign"`);
  const kid = member(value, 'kid');
  if (typeof kid !== 'string' || kid === '') throw new TypeError(`${at}.kid is not a name`);
  const material = member(value, 'material');
  const file = isJsonObject(material) ? member(material, 'file') : undefined;
  // A bare file name: a manifest must not reach outside its folder.
  if (typeof file !== 'string' || !/^[\w-][\w.-]*$/.test(file)) {
    throw new TypeError(`${at}.material.file is not a file name`);
  }
  const publicJwk = toPublicJwk(member(value, 'publicJwk'));
  if (publicJwk === undefined || !suitsAlgorithm(publicJwk, alg)) {
    throw new TypeError(`${at}.publicJwk is not a public key for ${alg}`);
  }
  if (publicJwk.kid !== kid) throw new TypeError(`${at}.publicJwk.kid is not ${at}.kid`);
  const times = parseTimes(value, at, mayWait);
  return { kid, purpose: 'sign', alg, material: { file }, publicJwk, ...times };
}

type KeyTimes = Omit<KeyEntry, 'kid' | 'purpose' | 'alg' | 'material' | 'publicJwk'>;

function parseTimes(value: JsonObject, at: string, mayWait: boolean): KeyTimes {
  if (mayWait && member(value, 'signsFrom') === null) return parseWaiting(value, at);
  const times = {
    publishedAt: time(value, 'publishedAt', at),
    signsFrom: time(value, 'signsFrom', at),
    signsUntil: optionalTime(value, 'signsUntil', at),
    removeAfter: optionalTime(value, 'removeAfter', at),
  };
  const { publishedAt, signsFrom, signsUntil, removeAfter } = times;
  const order = [publishedAt, signsFrom, signsUntil ?? Infinity, removeAfter ?? Infinity];
  if (order.some((moment, index) => moment < (order[index - 1] ?? -Infinity))) {
    throw new TypeError(`the times of ${at} are not in the order of a key's life`);
  }
  if (member(value, 'readBackAt') === undefined) return times;
  return { ...times, readBackAt: time(value, 'readBackAt', at) };
}

function parseWaiting(value: JsonObject, at: string): KeyTimes {
  for (const name of ['signsUntil', 'removeAfter']) {
    if (member(value, name) !== null) {
      throw new TypeError(`${at}.${name} is not null, and the key waits to be read back`);
    }
  }
  const times = { signsFrom: null, signsUntil: null, removeAfter: null };
  const publishedAt = time(value, 'publishedAt', at);
  if (member(value, 'notBefore') === undefined) return { publishedAt, ...times };
  return { publishedAt, ...times, notBefore: time(value, 'notBefore', at) };
}

function time(value: JsonObject, name: string, at: string): number {
  const seconds = member(value, name);
  if (!Number.isSafeInteger(seconds)) throw new TypeError(`${at}.${name} is not a time`);
  return seconds as number;
}

function optionalTime(value: JsonObject, name: string, at: string): number | null {
  return member(value, name) === null ? null : time(value, name, at);
}

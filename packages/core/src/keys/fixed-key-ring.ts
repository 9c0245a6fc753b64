import { epochSeconds, systemClock } from '../clock.ts';
import { isJsonObject, type JsonObject, member, parseJsonText } from '../encoding/json.ts';
import { printable } from '../encoding/printable.ts';
import type { Engine } from '../engine/engine.ts';
import { toPublicJwk } from '../jwks/public-jwk.ts';
import {
  algorithmOfJwk,
  type ImportedPublicKey,
  importJwk,
  importPublicJwk,
} from './import-jwk.ts';
import { createKeyRing, type KeyRing, type Sign } from './key-ring.ts';
import type { KeyEntry } from './manifest.ts';
import { requireBounded } from './prune.ts';

/**
 * Makes a ring of the keys of a JWK Set (RFC 7517 section 5), parsed or as its text: the ring of a process that has
 * no folder of its own and is given its keys, by a secret manager say. The first private key of each algorithm
 * signs, all others are published beside it, and nothing changes by itself.
 *
 * To rotate takes two deployments, since a key must be seen before it signs. First add the new key at the end of the
 * set: it is published. An hour later (`PUBLISH_DELAY`) put it before the old one: it signs. A day after that
 * (`RETIRED_FOR`) the old one may go, with the next rotation or before.
 *
 * A key without `alg` signs with RS256, or the algorithm of its curve; one without `kid` is named by its thumbprint.
 *
 * @param jwks - a secret: no message has a value of it
 * @throws {TypeError} when it is no JWK Set, a key of it cannot be used, two share a `kid`, none can sign, or
 *   there are more than relying parties take
 */
export async function createFixedKeyRing(jwks: unknown, engine: Engine): Promise<KeyRing> {
  const entries: KeyEntry[] = [];
  const signers = new Map<string, Sign>();
  const signing = new Set<string>();
  for (const [index, jwk] of keysOf(jwks).entries()) {
    const { key, sign } = await importKey(jwk, engine).catch((thrown: unknown) => {
      const { message } = thrown as TypeError;
      throw new TypeError(`keys[${index}] of the key set cannot be used: ${message}`);
    });
    if (entries.some(({ kid }) => kid === key.kid)) {
      throw new TypeError(`two keys of the key set share the kid ${printable(key.kid)}`);
    }
    const signs = sign !== undefined && !signing.has(key.alg);
    entries.push(toEntry(key, signs));
    if (!signs) continue;
    signing.add(key.alg);
    signers.set(key.kid, sign);
  }
  if (signers.size === 0) throw new TypeError('the key set has no private key: nothing could sign');
  const manifest = { version: 1, keys: entries } as const;
  requireBounded(manifest, epochSeconds(systemClock));
  // Every key has been what it is since the epoch, and stays so: no clock could change it.
  return createKeyRing(manifest, signers, systemClock);
}

function keysOf(jwks: unknown): readonly unknown[] {
  // JSON.parse would quote what it does not understand, and that is a key.
  const value = typeof jwks === 'string' ? parseJsonText(jwks) : jwks;
  const keys = isJsonObject(value) ? member(value, 'keys') : undefined;
  if (Array.isArray(keys)) return keys;
  throw new TypeError(
    'the keys are not a JWK Set: an object, or the text of one, with a list "keys" (RFC 7517 section 5)',
  );
}

interface GivenKey {
  readonly key: ImportedPublicKey;
  /** Where it has its private part. */
  readonly sign?: Sign;
}

async function importKey(jwk: unknown, engine: Engine): Promise<GivenKey> {
  const shown = toPublicJwk(jwk);
  if (shown === undefined) throw new TypeError('it is not a JWK');
  const alg = algorithmOfJwk(shown);
  if (alg === undefined) throw new TypeError('Drawbridge signs with no algorithm that it is for');
  if (member(jwk as JsonObject, 'd') === undefined) {
    return { key: await importPublicJwk(jwk, alg, engine) };
  }
  const { pkcs8, ...key } = await importJwk(jwk, alg, engine);
  const handle = await engine.importKey(alg, { pkcs8 });
  return { key, sign: (data) => engine.sign(handle, data) };
}

/** A key that does not sign has ended when it began, and is published ever since. */
function toEntry({ kid, alg, publicJwk, thumbprint }: ImportedPublicKey, signs: boolean): KeyEntry {
  return {
    kid,
    purpose: 'sign',
    alg,
    // There is no file: whoever made the ring has the key.
    material: { file: thumbprint },
    publicJwk,
    publishedAt: 0,
    signsFrom: 0,
    signsUntil: signs ? null : 0,
    removeAfter: null,
  };
}

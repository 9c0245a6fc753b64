import { type JsonObject, member } from '../encoding/json.ts';
import { encodeUtf8 } from '../encoding/utf8.ts';
import { type Algorithm, algorithmNamed, algorithmRow } from '../engine/algorithms.ts';
import type { Engine, EngineKey } from '../engine/engine.ts';
import { type PublicJwk, toPublicJwk } from '../jwks/public-jwk.ts';
import type { GeneratedKey } from './generate.ts';
import { rsaFault } from './rsa-fault.ts';
import { jwkThumbprint } from './thumbprint.ts';

/** Characters of a `kid`, at most. */
const MAX_KID = 256;

/** The public part of a key that was made elsewhere. */
export interface ImportedPublicKey {
  /** The key's own `kid`; its thumbprint where it has none. */
  readonly kid: string;
  readonly alg: Algorithm;
  /** With this `kid` and `alg` and with `use`, whatever the key had. */
  readonly publicJwk: PublicJwk;
  /** RFC 7638 thumbprint, SHA-256, base64url. */
  readonly thumbprint: string;
}

/** A key pair that was made elsewhere. */
export interface ImportedKey extends ImportedPublicKey, GeneratedKey {}

/**
 * Takes over a private key from a JWK (RFC 7517, RFC 7518 section 6, RFC 8037 section 2). `use` and
 * `alg` may be missing; where they are there, they must fit.
 *
 * @param alg - what the key signs with from now on
 * @param kid - a name in place of the key's own
 * @throws {TypeError} saying why it cannot sign with the algorithm; never with a value of the key
 */
export async function importJwk(
  value: unknown,
  alg: Algorithm,
  engine: Engine,
  kid?: string,
): Promise<ImportedKey> {
  const key = await importPublicJwk(value, alg, engine, kid);
  if (typeof member(value as JsonObject, 'd') !== 'string') {
    throw new TypeError('it has no private part');
  }
  const fault = key.publicJwk.kty === 'RSA' ? rsaFault(value as JsonObject) : undefined;
  if (fault !== undefined) throw new TypeError(fault);
  const pkcs8 = await toPkcs8(value as JsonObject, alg);
  if (!(await isPair(key, pkcs8, engine))) {
    throw new TypeError('its private part does not belong to its public part');
  }
  return { ...key, pkcs8 };
}

/**
 * Takes the public part over from a JWK, private or public.
 *
 * @throws {TypeError} as {@link importJwk}
 */
export async function importPublicJwk(
  value: unknown,
  alg: Algorithm,
  engine: Engine,
  kid?: string,
): Promise<ImportedPublicKey> {
  const found = toPublicJwk(value);
  if (found === undefined) throw new TypeError('it is not a JWK');
  requireFit(found, alg);
  const { kty, crv, n, e, x, y } = found;
  const thumbprint = await jwkThumbprint(found);
  const name = kid ?? (found.kid || thumbprint);
  requireName(name);
  const members = { kty, crv, n, e, x, y, alg, use: 'sig', kid: name };
  const publicJwk = toPublicJwk(defined(members)) as PublicJwk;
  await importPublic(publicJwk, alg, engine);
  return { kid: name, alg, publicJwk, thumbprint };
}

/**
 * The algorithm that a JWK is for: its `alg`, else what its type and curve leave; RS256 for RSA.
 *
 * @returns `undefined` when there is none that Drawbridge signs with
 */
export function algorithmOfJwk({ kty, crv, alg }: PublicJwk): Algorithm | undefined {
  if (alg !== undefined) return algorithmNamed(alg);
  const fits = (candidate: Algorithm) => {
    const row = algorithmRow(candidate);
    return row.kty === kty && row.crv === crv;
  };
  return (['RS256', 'ES256', 'ES384', 'ES512', 'EdDSA'] as const).find(fits);
}

function requireFit({ kty, crv, alg: own, use, key_ops: operations }: PublicJwk, alg: Algorithm) {
  const row = algorithmRow(alg);
  if (kty === 'oct') throw new TypeError('it is symmetric: who verifies with it can sign with it');
  if (own !== undefined && algorithmNamed(own) !== alg)
    throw new TypeError(`its alg is ${nameOf(own)} and not ${alg}`);
  if (kty !== row.kty) {
    throw new TypeError(`it is of the type ${nameOf(kty)}, and ${alg} needs ${row.kty}`);
  }
  if (row.crv !== undefined && crv !== row.crv) {
    const curve = crv === undefined ? '(none)' : nameOf(crv);
    throw new TypeError(`it is on the curve ${curve}, and ${alg} needs ${row.crv}`);
  }
  if (use !== undefined && use !== 'sig') {
    throw new TypeError(`its use is ${nameOf(use)} and not sig`);
  }
  // The pair as a whole may do what either half may.
  if (
    operations !== undefined &&
    !operations.some((name) => name === 'sign' || name === 'verify')
  ) {
    throw new TypeError('its key_ops allow neither to sign nor to verify');
  }
}

/** Longer than any name of RFC 7518 and its registries, shorter than the private value of any key. */
const NAME = /^[\w.+-]{1,20}$/;

/** What a member says, if it can be a name: anything else may have come there by mistake, and be a secret. */
function nameOf(text: string): string {
  return NAME.test(text) ? text : '(no name that is known)';
}

/** Every token carries the name in its header, and every relying party must read it there as in our documents. */
function requireName(kid: string): void {
  if (kid.length > MAX_KID) {
    throw new TypeError(
      `its kid has ${kid.length} characters, at most ${MAX_KID} may be: give it another`,
    );
  }
  if (/[\p{Cc}\p{Surrogate}]/u.test(kid)) {
    throw new TypeError('its kid has characters that cannot be shown: give it another');
  }
}

async function importPublic(jwk: PublicJwk, alg: Algorithm, engine: Engine): Promise<EngineKey> {
  try {
    return await engine.importKey(alg, { jwk });
  } catch (thrown) {
    // The engine's own sentences name no value; those of the libraries below it may.
    const own = thrown instanceof TypeError && !('code' in thrown);
    throw new TypeError(own ? thrown.message : 'it is not well-formed', { cause: thrown });
  }
}

async function toPkcs8(value: JsonObject, alg: Algorithm): Promise<string> {
  const { exportPKCS8, importJWK } = await import('jose');
  const { kty, crv, n, e, x, y, d, p, q, dp, dq, qi } = value;
  const members = defined({ kty, crv, n, e, x, y, d, p, q, dp, dq, qi });
  try {
    const key = await importJWK(members as Parameters<typeof importJWK>[0], alg, {
      extractable: true,
    });
    return await exportPKCS8(key as CryptoKey);
  } catch {
    // The cause is left out: an import error may quote its input.
    throw new TypeError('its private part is not well-formed');
  }
}

/** Tries the key: nobody could verify what a mixed-up pair signs. */
async function isPair(key: ImportedPublicKey, pkcs8: string, engine: Engine): Promise<boolean> {
  const probe = encodeUtf8(key.thumbprint);
  const verifying = await importPublic(key.publicJwk, key.alg, engine);
  try {
    const signing = await engine.importKey(key.alg, { pkcs8 });
    return await engine.verify(verifying, probe, await engine.sign(signing, probe));
  } catch {
    return false;
  }
}

function defined(members: Readonly<Record<string, unknown>>): JsonObject {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}

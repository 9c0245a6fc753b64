import {
  createDefaultEngine,
  type DecodedToken,
  encodeUtf8,
  isAlgorithm,
  isJsonObject,
  type JsonObject,
  member,
  quote,
  toPublicJwk,
} from '@drawbridge/core';
import { modulusBits } from './measure/modulus-bits.ts';

/** Whether a key of the issuer made a signature. */
export type SignatureState =
  | { readonly state: 'good'; readonly key: JsonObject }
  | BadSignature
  | { readonly state: 'unknown'; readonly why: string };

/** A signature that no key of the issuer made. */
export interface BadSignature {
  readonly state: 'bad';
  /** A clause of its own. */
  readonly why: string;
  /** `algorithm`: no key can make it. `key`: there is none for it. `length`: it is none of such a key. */
  readonly cause?: 'algorithm' | 'key' | 'length';
}

/** The most keys that are tried where the token does not name one. */
const MAX_TRIED = 20;

/**
 * Looks for the key that made the signature of a token (RFC 7515 section 5.2). Nothing else of the token is judged, and it is
 * for reading alone: who trusts a token uses a verifier.
 *
 * @param keys - of a JWK Set; `undefined` where it was not read
 * @param ignoresKid - whether every key is tried, whatever kid the token names
 */
export async function judgeSignature(
  { header, signingInput, signature }: DecodedToken,
  keys: readonly unknown[] | undefined,
  ignoresKid = false,
): Promise<SignatureState> {
  if (keys === undefined) return { state: 'unknown', why: 'the keys of the issuer were not read' };
  const alg = member(header, 'alg');
  if (!isAlgorithm(alg)) {
    return {
      state: 'bad',
      why: `its alg ${quote(alg)} is none that a public key verifies`,
      cause: 'algorithm',
    };
  }
  const kid = ignoresKid ? undefined : member(header, 'kid');
  const named = keys
    .filter(isJsonObject)
    .filter((key) => kid === undefined || member(key, 'kid') === kid);
  if (named.length === 0) {
    return { state: 'bad', why: `no key has its kid, ${quote(kid)}`, cause: 'key' };
  }
  const engine = createDefaultEngine();
  const input = encodeUtf8(signingInput);
  let isUsable = false;
  for (const key of named.slice(0, MAX_TRIED)) {
    const jwk = toPublicJwk(key);
    if (jwk === undefined) continue;
    try {
      const ready = await engine.importKey(alg, { jwk });
      isUsable = true;
      if (await engine.verify(ready, input, signature)) return { state: 'good', key };
    } catch {
      // It is no key for this algorithm: another one may be.
    }
  }
  const [first = {}] = named;
  if (kid !== undefined && !isUsable) {
    const kind = ['kty', 'crv', 'alg'].flatMap((name) => {
      const value = member(first, name);
      return value === undefined ? [] : [`${name} ${quote(value)}`];
    });
    return {
      state: 'bad',
      why: `the key ${quote(kid)} (${kind.join(', ')}) is none for its alg, ${quote(alg)}`,
      cause: 'key',
    };
  }
  const bits = named.length === 1 ? modulusBits(first) : undefined;
  const wanted = bits === undefined ? signature.length : Math.ceil(bits / 8);
  if (signature.length !== wanted) {
    return {
      state: 'bad',
      why: `its signature has ${signature.length} bytes, and one of this key has ${wanted}`,
      cause: 'length',
    };
  }
  return {
    state: 'bad',
    why:
      kid === undefined
        ? 'no key of the issuer made its signature'
        : `the key ${quote(kid)} did not make its signature`,
  };
}

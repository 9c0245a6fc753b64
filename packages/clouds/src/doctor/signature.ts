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

/** Whether a key of the issuer made a signature. */
export type SignatureState =
  | { readonly state: 'good'; readonly key: JsonObject }
  | { readonly state: 'bad'; readonly why: string }
  | { readonly state: 'unknown'; readonly why: string };

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
    };
  }
  const kid = ignoresKid ? undefined : member(header, 'kid');
  const named = keys
    .filter(isJsonObject)
    .filter((key) => kid === undefined || member(key, 'kid') === kid);
  if (named.length === 0) return { state: 'bad', why: `no key has its kid, ${quote(kid)}` };
  const engine = createDefaultEngine();
  const input = encodeUtf8(signingInput);
  for (const key of named.slice(0, MAX_TRIED)) {
    const jwk = toPublicJwk(key);
    if (jwk === undefined) continue;
    try {
      const ready = await engine.importKey(alg, { jwk });
      if (await engine.verify(ready, input, signature)) return { state: 'good', key };
    } catch {
      // It is no key for this algorithm: another one may be.
    }
  }
  return {
    state: 'bad',
    why:
      kid === undefined
        ? 'no key of the issuer made its signature'
        : `the key ${quote(kid)} did not make its signature`,
  };
}

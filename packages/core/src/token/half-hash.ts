import { encodeBase64Url } from '../encoding/base64url.ts';
import { encodeUtf8 } from '../encoding/utf8.ts';
import { type Algorithm, hashOf } from '../engine/algorithms.ts';
import type { Awaitable, Engine } from '../engine/engine.ts';

/**
 * What an ID token says of a text that was given out together with it, in `at_hash` of the access token and in
 * `c_hash` of the code (OpenID Connect Core 1.0 sections 3.1.3.6 and 3.3.2.11): base64url of the left half of its hash.
 *
 * @param alg - of the ID token's header, by which the hash function goes
 * @returns at once, or by promise, as the engine does
 */
export function halfHash(engine: Engine, alg: Algorithm, text: string): Awaitable<string> {
  const digest = engine.digest(hashOf(alg), encodeUtf8(text));
  return digest instanceof Uint8Array ? leftHalf(digest) : digest.then(leftHalf);
}

function leftHalf(digest: Uint8Array): string {
  return encodeBase64Url(digest.subarray(0, digest.length / 2));
}

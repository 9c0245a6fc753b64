import { encodeBase64Url } from '@drawbridge/core';

/**
 * `at_hash` of an access token (OpenID Connect Core 1.0 section 3.1.3.6): the left half of its hash, which is the one of
 * the ID token's algorithm; SHA-512 for Ed25519. Not that of core, which tokens of this issuer are to test.
 */
export async function halfHash(alg: string, accessToken: string): Promise<string> {
  const bits = /^[RPE]S(256|384|512)$/.exec(alg)?.[1] ?? '512';
  const bytes = new TextEncoder().encode(accessToken);
  const digest = new Uint8Array(await crypto.subtle.digest(`SHA-${bits}`, bytes));
  return encodeBase64Url(digest.subarray(0, digest.length / 2));
}

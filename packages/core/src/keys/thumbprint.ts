import type { PublicJwk } from '../jwks/public-jwk.ts';

/**
 * The RFC 7638 thumbprint of a public key: SHA-256, base64url, 43 characters. It depends on the key
 * alone, not on the name or the use that somebody gave it.
 *
 * @throws {TypeError} when a member that the thumbprint is made of is missing
 */
export async function jwkThumbprint(publicJwk: PublicJwk): Promise<string> {
  const { calculateJwkThumbprint } = await import('jose');
  const { kty, crv, n, e, x, y } = publicJwk;
  // A symmetric key's thumbprint is a hash of its secret, and so nothing to show around.
  if (kty === 'oct') throw new TypeError('it is symmetric and has no public part');
  try {
    return await calculateJwkThumbprint({
      kty,
      ...(crv !== undefined && { crv }),
      ...(n !== undefined && { n }),
      ...(e !== undefined && { e }),
      ...(x !== undefined && { x }),
      ...(y !== undefined && { y }),
    });
  } catch {
    throw new TypeError(`it lacks a member that a key of the type ${kty} needs`);
  }
}

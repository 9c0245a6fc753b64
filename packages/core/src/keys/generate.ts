import { type Algorithm, algorithmRow } from '../engine/algorithms.ts';
import { type PublicJwk, toPublicJwk } from '../jwks/public-jwk.ts';

/** A key pair fresh from the generator. */
export interface GeneratedKey {
  /** RFC 7638 thumbprint of the public key, SHA-256, base64url. */
  readonly kid: string;
  readonly alg: Algorithm;
  readonly publicJwk: PublicJwk;
  /** The private key as unencrypted PKCS #8 PEM (RFC 5208, RFC 7468). A secret. */
  readonly pkcs8: string;
}

/**
 * Makes a key pair: RSA of 2048 bits, or the algorithm's curve. Its `kid` does not begin with `-`: a command line
 * would take it for an option.
 */
export async function generateKey(alg: Algorithm): Promise<GeneratedKey> {
  for (;;) {
    const key = await generatePair(alg);
    if (!key.kid.startsWith('-')) return key;
  }
}

async function generatePair(alg: Algorithm): Promise<GeneratedKey> {
  // Keys are made rarely, and this library takes longer to load than a token to verify.
  const { calculateJwkThumbprint, exportJWK, exportPKCS8, generateKeyPair } = await import('jose');
  const { publicKey, privateKey } = await generateKeyPair(alg, {
    extractable: true,
    ...(algorithmRow(alg).kty === 'RSA' && { modulusLength: 2048 }),
  });
  const jwk = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(jwk);
  const publicJwk = toPublicJwk({ ...jwk, alg, use: 'sig', kid });
  if (publicJwk === undefined) throw new TypeError(`no public JWK came of a new ${alg} key`);
  return { kid, alg, publicJwk, pkcs8: await exportPKCS8(privateKey) };
}

import { type Algorithm, algorithmRow } from './algorithms.ts';
import type { EngineKey } from './engine.ts';

/** Above this size an RSA verification is slow enough to be worth a thread. */
const MAX_SHORT_RSA_BITS = 3072;

/** RFC 7518 section 3.4, RFC 8032 section 5.1.6. */
const CURVE_SIGNATURES = { 'P-256': 64, 'P-384': 96, 'P-521': 132, Ed25519: 64 } as const;

/** The bytes that every signature of a key has. @param bits - of an RSA modulus */
export function signatureLength(alg: Algorithm, bits: number): number {
  const { crv } = algorithmRow(alg);
  return crv === undefined ? Math.ceil(bits / 8) : CURVE_SIGNATURES[crv];
}

/** Whether the work of a key is so short that to queue it would cost more than to do it. */
export function isShortWork(alg: Algorithm, use: EngineKey['use'], bits: number): boolean {
  if (alg === 'ES256' || alg === 'EdDSA') return true;
  return use === 'verify' && algorithmRow(alg).kty === 'RSA' && bits <= MAX_SHORT_RSA_BITS;
}

/** @throws {TypeError} when the key is for the other use */
export function requireUse(key: EngineKey, use: EngineKey['use']): void {
  if (key.use !== use) throw new TypeError(`this key is not for the use "${use}"`);
}

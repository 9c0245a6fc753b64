import type { Algorithm } from '../engine/algorithms.ts';
import { identifier, integer, none, sequence, tagged } from './der.ts';

const HASHES = {
  256: '2.16.840.1.101.3.4.2.1',
  384: '2.16.840.1.101.3.4.2.2',
  512: '2.16.840.1.101.3.4.2.3',
} as const;

const ECDSA = {
  ES256: '1.2.840.10045.4.3.2',
  ES384: '1.2.840.10045.4.3.3',
  ES512: '1.2.840.10045.4.3.4',
} as const;

const RSA = {
  RS256: '1.2.840.113549.1.1.11',
  RS384: '1.2.840.113549.1.1.12',
  RS512: '1.2.840.113549.1.1.13',
} as const;

const PSS = { PS256: 256, PS384: 384, PS512: 512 } as const;

/** The AlgorithmIdentifier of a signature: RFC 4055 sections 3.1 and 5, RFC 5758 section 3.2, RFC 8410 section 3. */
export function signatureAlgorithm(alg: Algorithm): Uint8Array {
  if (alg === 'EdDSA') return sequence(identifier('1.3.101.112'));
  if (Object.hasOwn(ECDSA, alg)) return sequence(identifier(ECDSA[alg as keyof typeof ECDSA]));
  if (Object.hasOwn(RSA, alg)) return sequence(identifier(RSA[alg as keyof typeof RSA]), none());
  const size = PSS[alg as keyof typeof PSS];
  const hash = sequence(identifier(HASHES[size]), none());
  // The salt is as long as the hash: RFC 7518 section 3.5.
  return sequence(
    identifier('1.2.840.113549.1.1.10'),
    sequence(
      tagged(0, hash),
      tagged(1, sequence(identifier('1.2.840.113549.1.1.8'), hash)),
      tagged(2, integer(Uint8Array.of(size / 8))),
    ),
  );
}

/** A signature as certificates have it: of a curve, two numbers (RFC 5480 appendix A) in the place of JWS's bytes. */
export function signatureValue(alg: Algorithm, signature: Uint8Array): Uint8Array {
  if (!Object.hasOwn(ECDSA, alg)) return signature;
  const half = signature.length / 2;
  return sequence(integer(signature.subarray(0, half)), integer(signature.subarray(half)));
}

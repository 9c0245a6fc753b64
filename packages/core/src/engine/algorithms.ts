/**
 * The asymmetric JWS algorithms of RFC 7518 section 3.1 and RFC 8037 section 3.1
 * as data. There is no HMAC here and no `none`: a key that verifies must not be
 * able to sign.
 */
const ALGORITHMS = {
  RS256: { kty: 'RSA', hash: 'sha256', padding: 'pkcs1' },
  RS384: { kty: 'RSA', hash: 'sha384', padding: 'pkcs1' },
  RS512: { kty: 'RSA', hash: 'sha512', padding: 'pkcs1' },
  PS256: { kty: 'RSA', hash: 'sha256', padding: 'pss' },
  PS384: { kty: 'RSA', hash: 'sha384', padding: 'pss' },
  PS512: { kty: 'RSA', hash: 'sha512', padding: 'pss' },
  ES256: { kty: 'EC', crv: 'P-256', hash: 'sha256' },
  ES384: { kty: 'EC', crv: 'P-384', hash: 'sha384' },
  ES512: { kty: 'EC', crv: 'P-521', hash: 'sha512' },
  EdDSA: { kty: 'OKP', crv: 'Ed25519', hash: null },
} as const satisfies Record<string, AlgorithmRow>;

/** A hash function of FIPS 180-4 section 1 that signatures are made over, as node:crypto calls it. */
export type Hash = 'sha256' | 'sha384' | 'sha512';

interface AlgorithmRow {
  readonly kty: 'RSA' | 'EC' | 'OKP';
  readonly crv?: 'P-256' | 'P-384' | 'P-521' | 'Ed25519';
  readonly hash: Hash | null;
  readonly padding?: 'pkcs1' | 'pss';
}

/** A JWS `alg` that Drawbridge verifies and signs with. */
export type Algorithm = keyof typeof ALGORITHMS;

/** Every supported algorithm, RS256 first: the one that each relying party understands. */
export const ALGORITHM_NAMES = Object.keys(ALGORITHMS) as readonly Algorithm[];

/** Whether a value from outside names a supported algorithm. */
export function isAlgorithm(value: unknown): value is Algorithm {
  return typeof value === 'string' && Object.hasOwn(ALGORITHMS, value);
}

/**
 * The algorithm that a name from outside stands for. RFC 9864 section 2.2 names EdDSA with its curve, `Ed25519`, and
 * deprecates the name without one; here EdDSA has no other curve, so both are one algorithm.
 *
 * @returns `undefined` when it is none that Drawbridge supports
 */
export function algorithmNamed(name: unknown): Algorithm | undefined {
  if (name === 'Ed25519') return 'EdDSA';
  return isAlgorithm(name) ? name : undefined;
}

/** The row of an algorithm. */
export function algorithmRow(alg: Algorithm): AlgorithmRow {
  return ALGORITHMS[alg];
}

/** The hash function that a signature is made over. For EdDSA that of Ed25519 itself: RFC 8032 section 5.1. */
export function hashOf(alg: Algorithm): Hash {
  return ALGORITHMS[alg].hash ?? 'sha512';
}

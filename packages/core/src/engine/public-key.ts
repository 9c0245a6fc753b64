import { decodeBase64Url, encodeBase64Url } from '../encoding/base64url.ts';
import { type PublicJwk, suitsAlgorithm } from '../jwks/public-jwk.ts';
import { type Algorithm, algorithmRow } from './algorithms.ts';
import { edwardsPointFault } from './edwards-point.ts';
import { requireStrongRsa } from './rsa-strength.ts';

/** Bytes of a coordinate (RFC 7518 section 6.2.1.2, RFC 8032 section 5.1.5). */
const COORDINATE = { 'P-256': 32, 'P-384': 48, 'P-521': 66, Ed25519: 32 } as const;

/** A public key that an algorithm may use, for a runtime to import. */
export interface FitPublicKey {
  /** Its type and its numbers in their one spelling, and nothing else. */
  readonly jwk: { readonly [member: string]: string };
  /** Bits of an RSA modulus; 0 for other keys. */
  readonly bits: number;
}

/**
 * Judges a public JWK as far as that takes no cryptography; whether a point is on its curve, the runtime knows. The
 * algorithm decides which key fits, never the other way round. Numbers may begin with more or fewer zeros than they
 * should (RFC 7518 sections 6.2.1.2 and 6.3.1.1): some issuers write them so, and every runtime is handed the same.
 *
 * @throws {TypeError} when it is not a key for the algorithm, or too weak; never with a value of the key
 */
export function fitPublicKey(alg: Algorithm, jwk: PublicJwk): FitPublicKey {
  const { kty, crv } = algorithmRow(alg);
  if (jwk.kty !== kty || (crv !== undefined && jwk.crv !== crv))
    throw new TypeError(`${alg} needs ${keyName(alg)}`);
  if (!suitsAlgorithm(jwk, alg)) {
    throw new TypeError(`the alg, use or key_ops of the key speak against ${alg}`);
  }
  if (crv === undefined) {
    const [modulus, exponent] = [numberOf(jwk.n, alg), numberOf(jwk.e, alg)];
    const bits = requireStrongRsa({ modulus, exponent });
    return { jwk: { kty, n: encodeBase64Url(modulus), e: encodeBase64Url(exponent) }, bits };
  }
  const size = COORDINATE[crv];
  if (crv === 'Ed25519') {
    const point = bytesOf(jwk.x, alg);
    if (point.length !== size) throw malformedKey(alg);
    const fault = edwardsPointFault(point);
    if (fault !== undefined) throw new TypeError(fault);
    return { jwk: { kty, crv, x: encodeBase64Url(point) }, bits: 0 };
  }
  const [x, y] = [coordinate(jwk.x, size, alg), coordinate(jwk.y, size, alg)];
  return { jwk: { kty, crv, x, y }, bits: 0 };
}

/** The kind of key that an algorithm needs, in words. */
export function keyName(alg: Algorithm): string {
  const { kty, crv } = algorithmRow(alg);
  if (kty === 'RSA') return 'an RSA key';
  return kty === 'EC' ? `an EC key on ${crv}` : `an ${crv} key`;
}

/** What is thrown over a key that cannot be read, whoever found out. */
export function malformedKey(alg: Algorithm, cause?: unknown): TypeError {
  return new TypeError(`it is not well-formed: ${alg} needs ${keyName(alg)}`, { cause });
}

function coordinate(text: string | undefined, size: number, alg: Algorithm): string {
  const digits = numberOf(text, alg);
  if (digits.length > size) throw malformedKey(alg);
  const padded = new Uint8Array(size);
  padded.set(digits, size - digits.length);
  return encodeBase64Url(padded);
}

/** A number without zeros in front. */
function numberOf(text: string | undefined, alg: Algorithm): Uint8Array {
  const bytes = bytesOf(text, alg);
  const first = bytes.findIndex((byte) => byte !== 0);
  return bytes.subarray(first === -1 ? bytes.length : first);
}

function bytesOf(text: string | undefined, alg: Algorithm): Uint8Array {
  const bytes = text === undefined ? undefined : decodeBase64Url(text);
  if (bytes === undefined || bytes.length === 0) throw malformedKey(alg);
  return bytes;
}

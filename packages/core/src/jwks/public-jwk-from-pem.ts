import { encodeBase64Url } from '../encoding/base64url.ts';
import { readPem } from '../engine/pem.ts';
import type { PublicJwk } from './public-jwk.ts';

/** What SubjectPublicKeyInfo of an uncompressed point on P-256 begins with (RFC 5480 section 2). */
const P256_START = [
  0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a,
  0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00, 0x04,
];
const COORDINATE = 32;

/**
 * Reads a public key on P-256 from PEM (RFC 7468 section 13). Whether the point is on the curve is for the engine
 * that imports it to say.
 *
 * @returns `undefined` for anything else
 */
export function publicJwkFromPem(text: string): PublicJwk | undefined {
  const der = readPem(text, 'PUBLIC KEY');
  const start = P256_START.length;
  if (der?.length !== start + 2 * COORDINATE) return undefined;
  if (P256_START.some((byte, index) => der[index] !== byte)) return undefined;
  return {
    kty: 'EC',
    crv: 'P-256',
    x: encodeBase64Url(der.subarray(start, start + COORDINATE)),
    y: encodeBase64Url(der.subarray(start + COORDINATE)),
  };
}

import {
  DER,
  type DerElement,
  encodeBase64Url,
  encodeHex,
  type PublicJwk,
  readDer,
} from '@drawbridge/core';

/** AlgorithmIdentifier, whole, in hexadecimal (RFC 3279 section 2.3.1, RFC 5480 section 2.1.1), and what it is of. */
const RSA = '300d06092a864886f70d0101010500';
const CURVES: Readonly<Record<string, { crv: string; size: number }>> = {
  '301306072a8648ce3d020106082a8648ce3d030107': { crv: 'P-256', size: 32 },
  '301006072a8648ce3d020106052b81040022': { crv: 'P-384', size: 48 },
  '301006072a8648ce3d020106052b81040023': { crv: 'P-521', size: 66 },
};

/**
 * Reads SubjectPublicKeyInfo (RFC 5280 section 4.1.2.7) of an RSA key or of an uncompressed point. Whether that is a good
 * key, and fits, is for the engine that imports it to say.
 *
 * @param der - the bytes within the PEM block
 * @returns `undefined` for anything else
 */
export function publicJwkFromSpki(der: Uint8Array): PublicJwk | undefined {
  const [identifier, bits, ...more] = membersOf(der) ?? [];
  if (identifier === undefined || bits?.tag !== BIT_STRING || more.length > 0) return undefined;
  const [unused, ...rest] = bits.content;
  if (unused !== 0) return undefined;
  const key = Uint8Array.from(rest);
  const name = encodeHex(identifier.whole);
  if (name === RSA) return rsaJwk(key);
  const curve = Object.hasOwn(CURVES, name) ? CURVES[name] : undefined;
  return curve && pointJwk(key, curve.crv, curve.size);
}

const BIT_STRING = 0x03;

/** RFC 8017 appendix A.1.1. */
function rsaJwk(key: Uint8Array): PublicJwk | undefined {
  const [modulus, exponent, ...more] = membersOf(key) ?? [];
  if (modulus?.tag !== DER.integer || exponent?.tag !== DER.integer || more.length > 0)
    return undefined;
  return { kty: 'RSA', n: encodeBase64Url(modulus.content), e: encodeBase64Url(exponent.content) };
}

/** SEC 1 section 2.3.3: 4 is in front of both coordinates. */
function pointJwk(key: Uint8Array, crv: string, size: number): PublicJwk | undefined {
  if (key.length !== 1 + 2 * size || key[0] !== 4) return undefined;
  const [x, y] = [key.subarray(1, 1 + size), key.subarray(1 + size)];
  return { kty: 'EC', crv, x: encodeBase64Url(x), y: encodeBase64Url(y) };
}

/** The members of the one SEQUENCE that these bytes are. */
function membersOf(bytes: Uint8Array): readonly DerElement[] | undefined {
  const [sequence, ...more] = readDer(bytes) ?? [];
  if (sequence?.tag !== DER.sequence || more.length > 0) return undefined;
  return readDer(sequence.content);
}

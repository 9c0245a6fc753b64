import { decodeBase64Url, type PublicJwk } from '@drawbridge/core';
import { bits, identifier, integer, join, none, sequence } from './der.ts';

const CURVES: Readonly<Record<string, string>> = {
  'P-256': '1.2.840.10045.3.1.7',
  'P-384': '1.3.132.0.34',
  'P-521': '1.3.132.0.35',
};

/**
 * A public key as certificates have it: SubjectPublicKeyInfo (RFC 5280 section 4.1.2.7; RFC 3279 section 2.3.1 for RSA,
 * RFC 5480 section 2 for curves, RFC 8410 section 4 for Ed25519).
 *
 * @throws {TypeError} when it is no key of a kind that signs here
 */
export function publicKeyInfo(jwk: PublicJwk): Uint8Array {
  if (jwk.kty === 'RSA') {
    const key = sequence(integer(bytesOf(jwk.n)), integer(bytesOf(jwk.e)));
    return sequence(sequence(identifier('1.2.840.113549.1.1.1'), none()), bits(key));
  }
  if (jwk.kty === 'OKP' && jwk.crv === 'Ed25519') {
    return sequence(sequence(identifier('1.3.101.112')), bits(bytesOf(jwk.x)));
  }
  const curve = jwk.kty === 'EC' ? CURVES[jwk.crv ?? ''] : undefined;
  if (curve === undefined) throw new TypeError('a certificate is for a key of a kind that signs');
  const point = join([Uint8Array.of(4), bytesOf(jwk.x), bytesOf(jwk.y)]);
  return sequence(sequence(identifier('1.2.840.10045.2.1'), identifier(curve)), bits(point));
}

function bytesOf(text: string | undefined): Uint8Array {
  const bytes = text === undefined ? undefined : decodeBase64Url(text);
  if (bytes === undefined) throw new TypeError('a member of the key is not well-formed');
  return bytes;
}

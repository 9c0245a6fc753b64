import { decodeBase64Url, jwkThumbprint, type PublicJwk } from '@drawbridge/core';
import { bits, identifier, integer, sequence, set, tagged, time, utcTime, utf8 } from './der.ts';
import { publicKeyInfo } from './public-key-info.ts';

/** `id-alg-unsigned`, without parameters (RFC 9925 section 3.1). */
const UNSIGNED = '1.3.6.1.5.5.7.6.36';

/**
 * A certificate of a key, for readers of a JWK Set that take keys from `x5c` alone: the Ceph Object Gateway does. It
 * proves nothing, and names nothing but the key.
 *
 * It is unsigned (RFC 9925): what a key would sign of itself proves nothing either. So it follows from the public key and
 * from nothing else: the same on every replica and after each restart, whatever the algorithm (an ECDSA signature
 * has chance in it), and also for a key whose private part is gone.
 *
 * @returns base64 of its DER, as `x5c` has it (RFC 7517 section 4.7)
 * @throws {TypeError} when the key is of no kind that signs
 */
export async function keyCertificate(publicJwk: PublicJwk): Promise<string> {
  const thumbprint = await jwkThumbprint(publicJwk);
  // Subject and issuer in one (RFC 9925 section 3.2): some readers choke on a name that is empty.
  const name = sequence(set(sequence(identifier('2.5.4.3'), utf8(thumbprint))));
  const algorithm = sequence(identifier(UNSIGNED));
  const body = sequence(
    // Version 3, and a serial number of 16 bytes that is the key's own (RFC 5280 section 4.1.2.2: at most 20).
    tagged(0, integer(Uint8Array.of(2))),
    integer((decodeBase64Url(thumbprint) ?? new Uint8Array()).subarray(0, 16)),
    algorithm,
    name,
    // The key ring says how long a key counts, so this does not: RFC 5280 section 4.1.2.5.
    sequence(utcTime('200101000000Z'), time('99991231235959Z')),
    name,
    publicKeyInfo(publicJwk),
  );
  return encodeBase64(sequence(body, algorithm, bits(new Uint8Array())));
}

function encodeBase64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}

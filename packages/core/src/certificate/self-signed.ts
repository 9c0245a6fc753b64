import { decodeBase64Url } from '../encoding/base64url.ts';
import type { PublicJwk } from '../jwks/public-jwk.ts';
import type { SigningKey } from '../keys/key-ring.ts';
import { jwkThumbprint } from '../keys/thumbprint.ts';
import { bits, identifier, integer, sequence, set, tagged, time, utcTime, utf8 } from './der.ts';
import { publicKeyInfo } from './public-key-info.ts';
import { signatureAlgorithm, signatureValue } from './signature-algorithm.ts';

/**
 * A certificate by which a key says of itself that it is one (RFC 5280 section 4.1), for readers of a JWK Set that take
 * keys from `x5c` alone: the Ceph Object Gateway does. It proves nothing, and names nothing but the key.
 *
 * Made again with RS256 to RS512 or EdDSA it is the same; the other signatures have chance in them.
 *
 * @returns base64 of its DER, as `x5c` has it (RFC 7517 section 4.7)
 * @throws {TypeError} when the public key is of no kind that signs
 */
export async function selfSignedCertificate(
  publicJwk: PublicJwk,
  { alg, sign }: Pick<SigningKey, 'alg' | 'sign'>,
): Promise<string> {
  const thumbprint = await jwkThumbprint(publicJwk);
  const name = sequence(set(sequence(identifier('2.5.4.3'), utf8(thumbprint))));
  const algorithm = signatureAlgorithm(alg);
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
  const signature = signatureValue(alg, await sign(body));
  return encodeBase64(sequence(body, algorithm, bits(signature)));
}

function encodeBase64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}

import {
  decodeBase64Url,
  DER,
  type DerElement,
  equalBytes,
  type JsonObject,
  member,
  readDer,
  toPublicJwk,
} from '@drawbridge/core';
import { publicKeyInfo } from '../../ceph/public-key-info.ts';

/** X.690 section 8.6. */
const BIT_STRING = 0x03;

/**
 * Says what is wrong with the certificate of a key (`x5c`, RFC 7517 section 4.7): the first must be of the key itself.
 *
 * @returns a clause such as `has a certificate (x5c) of another key`, or `undefined` where there is none, or it fits
 */
export function x5cFault(key: JsonObject): string | undefined {
  const chain = member(key, 'x5c');
  if (chain === undefined) return undefined;
  const first: unknown = Array.isArray(chain) ? chain[0] : undefined;
  const bytes = typeof first === 'string' ? decodeBase64(first) : undefined;
  const inside = bytes === undefined ? undefined : keyOfCertificate(bytes);
  if (inside === undefined) return 'has an x5c that is no list of certificates';
  const own = ownKey(key);
  if (own === undefined) return 'has a certificate (x5c), and no whole key beside it';
  return equalBytes(inside, own) ? undefined : 'has a certificate (x5c) of another key';
}

/** RFC 4648 section 4, which `x5c` is in, and not base64url. */
function decodeBase64(text: string): Uint8Array | undefined {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return undefined;
  return decodeBase64Url(text.replace(/=+$/, '').replaceAll('+', '-').replaceAll('/', '_'));
}

function keyOfCertificate(bytes: Uint8Array): Uint8Array | undefined {
  return bitsOf(infoOfCertificate(bytes));
}

/** The public key in a certificate, as SubjectPublicKeyInfo (RFC 5280 sections 4.1 and 4.1.2.7). */
export function infoOfCertificate(bytes: Uint8Array): Uint8Array | undefined {
  const [certificate] = readDer(bytes) ?? [];
  const [body] = inner(certificate);
  // The version is left out where it is 1, and tagged where it is there.
  const members = inner(body);
  const start = members[0]?.tag === DER.parameters ? 1 : 0;
  // Serial number, algorithm, issuer, validity and subject come before it.
  return members[start + 5]?.whole;
}

/** The bits of the key that the members of a JWK make. */
function ownKey(key: JsonObject): Uint8Array | undefined {
  const jwk = toPublicJwk(key);
  if (jwk === undefined) return undefined;
  try {
    return bitsOf(publicKeyInfo(jwk));
  } catch {
    return undefined;
  }
}

function bitsOf(info: Uint8Array | undefined): Uint8Array | undefined {
  if (info === undefined) return undefined;
  const [, bits] = inner(readDer(info)?.[0]);
  return bits?.tag === BIT_STRING ? bits.content : undefined;
}

function inner(element: DerElement | undefined): readonly DerElement[] {
  return element?.tag === DER.sequence ? (readDer(element.content) ?? []) : [];
}

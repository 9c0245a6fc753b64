import {
  DER,
  type DerElement,
  encodeBase64Url,
  type JsonObject,
  readDer,
  readPem,
} from '@drawbridge/core';
import { infoOfCertificate } from '../../doctor/measure/x5c-fault.ts';

/** X.690 sections 8.6, 8.8 and 8.19. */
const [BIT_STRING, NULL, OBJECT_IDENTIFIER] = [0x03, 0x05, 0x06];

/** RFC 3279 section 2.3.1 and RFC 5480 section 2, in hexadecimal. */
const RSA = '2a864886f70d010101';
const EC = '2a8648ce3d0201';
const CURVES: Readonly<Record<string, readonly [crv: string, size: number]>> = {
  '2a8648ce3d030107': ['P-256', 32],
  '2b81040022': ['P-384', 48],
  '2b81040023': ['P-521', 66],
};

/**
 * A public key of RSA or ECDSA from PEM, as Vault takes them: a public key, or a certificate of one (RFC 7468 sections 13 and 5).
 *
 * @returns a JWK without a kid; `undefined` for anything else
 */
export function keyOfPem(pem: string): JsonObject | undefined {
  const certificate = readPem(pem, 'CERTIFICATE');
  const info =
    certificate === undefined ? readPem(pem, 'PUBLIC KEY') : infoOfCertificate(certificate);
  const [algorithm, key] = inner(info === undefined ? undefined : readDer(info)?.[0]);
  if (key?.tag !== BIT_STRING || key.content[0] !== 0) return undefined;
  const bytes = key.content.subarray(1);
  const [name, parameter] = inner(algorithm);
  const kind = identifierOf(name);
  // RFC 3279 section 2.3.1: the parameters are NULL, and OpenSSL and Go take nothing else.
  if (kind === RSA) return isNull(parameter) ? rsaKey(bytes) : undefined;
  return kind === EC ? ecKey(bytes, CURVES[identifierOf(parameter) ?? '']) : undefined;
}

function rsaKey(bytes: Uint8Array): JsonObject | undefined {
  const [n, e] = inner(readDer(bytes)?.[0]);
  if (n?.tag !== DER.integer || e?.tag !== DER.integer) return undefined;
  if (!isShortest(n) || !isShortest(e)) return undefined;
  return { kty: 'RSA', n: numberOf(n), e: numberOf(e) };
}

/** An uncompressed point (SEC 1 section 2.3.3). */
function ecKey(
  bytes: Uint8Array,
  curve: readonly [crv: string, size: number] | undefined,
): JsonObject | undefined {
  if (curve === undefined || bytes[0] !== 4 || bytes.length !== 1 + 2 * curve[1]) return undefined;
  const [crv, size] = curve;
  return {
    kty: 'EC',
    crv,
    x: encodeBase64Url(bytes.subarray(1, 1 + size)),
    y: encodeBase64Url(bytes.subarray(1 + size)),
  };
}

/** X.690 section 8.3.2: a number has no more zeros before it than it needs. */
function isShortest({ content: [first, second = 0x80] }: DerElement): boolean {
  return first !== 0 || second >= 0x80;
}

/** Without the zero that tells it from a negative one. */
function numberOf({ content }: DerElement): string {
  return encodeBase64Url(content[0] === 0 ? content.subarray(1) : content);
}

function isNull(element: DerElement | undefined): boolean {
  return element?.tag === NULL && element.content.length === 0;
}

function identifierOf(element: DerElement | undefined): string | undefined {
  if (element?.tag !== OBJECT_IDENTIFIER) return undefined;
  return Array.from(element.content, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function inner(element: DerElement | undefined): readonly DerElement[] {
  return element?.tag === DER.sequence ? (readDer(element.content) ?? []) : [];
}

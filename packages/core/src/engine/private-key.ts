import { encodeHex } from '../encoding/hex.ts';
import { type Algorithm, algorithmRow } from './algorithms.ts';
import { DER, type DerElement, readDer } from './der.ts';
import { readPem } from './pem.ts';
import { keyName } from './public-key.ts';
import { requireStrongRsa } from './rsa-strength.ts';

/**
 * The AlgorithmIdentifier of each kind of key, whole, in hexadecimal: RFC 3279 sections 2.3.1 and 2.3.5, RFC 5480
 * section 2.1.1.1, RFC 8410 section 3. An EC key that spells its curve out, or an RSA key that is bound to PSS, has
 * another.
 */
const IDENTIFIERS = {
  RSA: '300d06092a864886f70d0101010500',
  'P-256': '301306072a8648ce3d020106082a8648ce3d030107',
  'P-384': '301006072a8648ce3d020106052b81040022',
  'P-521': '301006072a8648ce3d020106052b81040023',
  Ed25519: '300506032b6570',
} as const;

/** A private key that an algorithm may use, for a runtime to import. */
export interface FitPrivateKey {
  /** PKCS #8, DER. A secret. */
  readonly pkcs8: Uint8Array;
  /** Bits of an RSA modulus; 0 for other keys. */
  readonly bits: number;
}

/**
 * Judges a private key as far as that takes no cryptography: it must be one block of PEM (RFC 7468 section 10) with one
 * PKCS #8 structure in it (RFC 5958 section 2), of the kind that the algorithm needs, and strong enough.
 *
 * @throws {TypeError} when it is anything else; never with a value of the key
 */
export function fitPrivateKey(alg: Algorithm, pem: string): FitPrivateKey {
  const pkcs8 = readPem(pem, 'PRIVATE KEY');
  if (pkcs8 === undefined) {
    throw new TypeError(
      'it is not one PEM block "PRIVATE KEY", which holds an unencrypted PKCS #8 key',
    );
  }
  const [version, identifier, key] = membersOf(pkcs8) ?? [];
  if (version?.tag !== DER.integer || identifier === undefined || key?.tag !== DER.octetString) {
    throw malformed();
  }
  const { kty, crv } = algorithmRow(alg);
  if (
    encodeHex(identifier.whole) !== IDENTIFIERS[crv ?? 'RSA'] ||
    (kty === 'EC' && namesAnotherCurve(key.content, identifier.content))
  ) {
    throw new TypeError(`${alg} needs ${keyName(alg)}`);
  }
  return { pkcs8, bits: crv === undefined ? rsaBits(key.content) : 0 };
}

/**
 * RFC 5915 section 3: an EC key may name its curve once more. OpenSSL takes that one, whatever the identifier says.
 *
 * @param identifier - the content of an AlgorithmIdentifier
 */
function namesAnotherCurve(key: Uint8Array, identifier: Uint8Array): boolean {
  const members = membersOf(key);
  const [, curve] = readDer(identifier) ?? [];
  if (members === undefined || curve === undefined) throw malformed();
  return members.some(
    ({ tag, content }) => tag === DER.parameters && encodeHex(content) !== encodeHex(curve.whole),
  );
}

/** RFC 8017 appendix A.1.2: after the version come the modulus and the public exponent. */
function rsaBits(key: Uint8Array): number {
  const [version, modulus, exponent] = membersOf(key) ?? [];
  if (version?.tag !== DER.integer) throw malformed();
  if (modulus?.tag !== DER.integer || exponent?.tag !== DER.integer) throw malformed();
  return requireStrongRsa({ modulus: modulus.content, exponent: exponent.content });
}

/** The members of the one SEQUENCE that these bytes are. */
function membersOf(bytes: Uint8Array): readonly DerElement[] | undefined {
  const [sequence, ...more] = readDer(bytes) ?? [];
  if (sequence?.tag !== DER.sequence || more.length > 0) return undefined;
  return readDer(sequence.content);
}

function malformed(): TypeError {
  return new TypeError('it is not a well-formed PKCS #8 key');
}

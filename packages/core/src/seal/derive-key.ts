import { encodeBase64Url } from '../encoding/base64url.ts';
import { encodeUtf8 } from '../encoding/utf8.ts';

/** What a secret becomes: the secret itself seals nothing. */
export interface SealingKey {
  /** 11 characters of base64url, which say nothing of the key. */
  readonly id: string;
  /** AES-256, not extractable. */
  readonly key: CryptoKey;
}

/** Bytes of an identifier: enough to tell a handful of keys apart. */
const ID_BYTES = 8;

/**
 * Derives a key and its identifier from a secret by HKDF with SHA-256 (RFC 5869), without a salt, each with a label of
 * its own: what the same secret is used for elsewhere has another key.
 */
export async function deriveKey(
  subtle: SubtleCrypto,
  secret: Uint8Array<ArrayBuffer>,
  purpose: string,
): Promise<SealingKey> {
  const material = await subtle.importKey('raw', secret, 'HKDF', false, [
    'deriveBits',
    'deriveKey',
  ]);
  const by = (label: string) => ({
    name: 'HKDF',
    hash: 'SHA-256',
    salt: new Uint8Array(),
    info: new Uint8Array(encodeUtf8(`drawbridge/seal/v1/${label}/${purpose}`)),
  });
  const [id, key] = await Promise.all([
    subtle.deriveBits(by('id'), material, ID_BYTES * 8),
    subtle.deriveKey(by('key'), material, { name: 'AES-GCM', length: 256 }, false, [
      'encrypt',
      'decrypt',
    ]),
  ]);
  return { id: encodeBase64Url(new Uint8Array(id)), key };
}

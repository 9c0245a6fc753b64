import {
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import { decodeBase64Url, decodeUtf8 } from '@drawbridge/core';

/** What a secret becomes: the secret itself seals nothing. */
export interface SealingKey {
  /** 11 characters of base64url, which say nothing of the key. */
  readonly id: string;
  readonly key: KeyObject;
}

/** A sealed text, taken apart and not opened yet. */
export interface SealedText {
  /** Of the key. */
  readonly id: string;
  /** Nonce, what is encrypted, and tag. */
  readonly bytes: Uint8Array;
}

const ALGORITHM = 'aes-256-gcm';
/** Bytes. */
const ID = 8;
const KEY = 32;
const NONCE = 12;
const TAG = 16;

const SEALED = /^v1\.([\w-]{11})\.([\w-]+)$/;
const LONE_SURROGATE = /\p{Surrogate}/u;

/** Derives a key and its identifier as the sealer of core does: what one of the two sealed, the other opens. */
export function deriveSealingKey(secret: Uint8Array | string, purpose: string): SealingKey {
  const derive = (label: string, length: number) =>
    Buffer.from(hkdfSync('sha256', secret, '', `drawbridge/seal/v1/${label}/${purpose}`, length));
  return {
    id: derive('id', ID).toString('base64url'),
    key: createSecretKey(derive('key', KEY)),
  };
}

/** @throws {TypeError} for text with half a surrogate pair in it, which UTF-8 cannot say */
export function sealWith({ id, key }: SealingKey, text: string, context: string): string {
  if (LONE_SURROGATE.test(text)) {
    throw new TypeError('what is sealed must be well-formed text: write values as JSON');
  }
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG });
  cipher.setAAD(additionalData(id, context));
  const parts = [nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()];
  return `v1.${id}.${Buffer.concat(parts).toString('base64url')}`;
}

/** @returns `undefined` for what no sealer of this format writes */
export function parseSealed(sealed: string): SealedText | undefined {
  const [, id = '', encoded = ''] = SEALED.exec(sealed) ?? [];
  const bytes = id === '' ? undefined : decodeBase64Url(encoded);
  return bytes === undefined || bytes.length < NONCE + TAG ? undefined : { id, bytes };
}

/** @returns `undefined` for what this key did not seal for this place, or somebody changed */
export function openWith(
  { id, key }: SealingKey,
  { bytes }: SealedText,
  context: string,
): string | undefined {
  const end = bytes.length - TAG;
  const options = { authTagLength: TAG };
  const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, NONCE), options);
  decipher.setAAD(additionalData(id, context));
  decipher.setAuthTag(bytes.subarray(end));
  const plain = decipher.update(bytes.subarray(NONCE, end));
  try {
    decipher.final();
  } catch {
    // With a key, a nonce and a tag of the right lengths, it says only that the tag does not fit.
    return undefined;
  }
  return decodeUtf8(plain);
}

/** As JSON, no identifier and context together read like another two, whatever the context holds. */
function additionalData(id: string, context: string): Buffer {
  return Buffer.from(JSON.stringify(['v1', id, context]));
}

import { decodeBase64Url, encodeBase64Url } from '../encoding/base64url.ts';
import { decodeUtf8, encodeUtf8 } from '../encoding/utf8.ts';
import { deriveKey, type SealingKey } from './derive-key.ts';
import type { Sealer } from './sealer.ts';

/** What a sealer may be told. */
export interface SealerOptions {
  /** What it seals. With the same secrets, what one purpose sealed no other opens. Default: `tokens`. */
  readonly purpose?: string;
}

/** Bytes of a secret, at least: as many as its key has. */
const MIN_SECRET_BYTES = 32;
/** Bytes. */
const NONCE = 12;
const TAG = 16;

const SEALED = /^v1\.([\w-]{11})\.([\w-]+)$/;
const LONE_SURROGATE = /\p{Surrogate}/u;

/**
 * Makes a {@link Sealer} by AES-256-GCM on WebCrypto, on any runtime.
 *
 * What it writes is `v1.`, the identifier of the key, `.`, and as base64url a nonce of 96 random bits, the text
 * encrypted, and a tag of 128 bits that covers the context and the identifier as well. With random nonces a key is
 * good for 2^32 texts (NIST SP 800-38D section 8.3): put a new secret in front before that, and take the old one
 * away when nothing that it sealed is needed any more.
 *
 * @param secrets - the first seals, all open. Each has 32 bytes or more, from a source of randomness: a password
 *   that somebody made up can be guessed. Text stands for its bytes in UTF-8: it is not decoded.
 * @throws {TypeError} for a secret that is none, and on a runtime without WebCrypto; `seal` for text with half a
 *   surrogate pair in it, which UTF-8 cannot say: `JSON.stringify` never writes one
 */
export function createSealer(
  secrets: readonly (Uint8Array | string)[],
  { purpose = 'tokens' }: SealerOptions = {},
): Sealer {
  const { subtle } = requireCrypto();
  // Begun now, and judged when it is needed: a runtime that lacks an algorithm must not end the process.
  const derived = Promise.all(
    requireSecrets(secrets).map((secret) => deriveKey(subtle, secret, purpose)),
  );
  derived.catch(() => undefined);

  return {
    async seal(text, context) {
      if (LONE_SURROGATE.test(text)) {
        throw new TypeError('what is sealed must be well-formed text: write values as JSON');
      }
      const [{ id, key }] = (await derived) as [SealingKey, ...SealingKey[]];
      const nonce = crypto.getRandomValues(new Uint8Array(NONCE));
      const plain = new Uint8Array(encodeUtf8(text));
      const sealed = new Uint8Array(await subtle.encrypt(by(nonce, id, context), key, plain));
      const bytes = new Uint8Array(NONCE + sealed.length);
      bytes.set(nonce);
      bytes.set(sealed, NONCE);
      return `v1.${id}.${encodeBase64Url(bytes)}`;
    },

    async open(sealed, context) {
      const [, named = '', encoded = ''] = SEALED.exec(sealed) ?? [];
      const found = (await derived).find(({ id }) => id === named);
      const bytes = found && decodeBase64Url(encoded);
      if (found === undefined || bytes === undefined || bytes.length < NONCE + TAG)
        return undefined;
      const whole = new Uint8Array(bytes);
      try {
        const { id, key } = found;
        const parameters = by(whole.subarray(0, NONCE), id, context);
        return decodeUtf8(
          new Uint8Array(await subtle.decrypt(parameters, key, whole.subarray(NONCE))),
        );
      } catch (thrown) {
        // It says only that the tag does not fit; everything else is no answer to the question.
        if ((thrown as { name?: unknown }).name === 'OperationError') return undefined;
        throw thrown;
      }
    },
  };
}

/** As JSON, no identifier and context together read like another two, whatever the context holds. */
function by(nonce: Uint8Array<ArrayBuffer>, id: string, context: string): AesGcmParams {
  const additionalData = new Uint8Array(encodeUtf8(JSON.stringify(['v1', id, context])));
  return { name: 'AES-GCM', iv: nonce, additionalData, tagLength: TAG * 8 };
}

function requireCrypto(): Crypto {
  const { crypto: found } = globalThis as { crypto?: Crypto & { subtle?: SubtleCrypto } };
  // A page that did not come over HTTPS has a `crypto`, but no `subtle` in it.
  if (found?.subtle !== undefined) return found;
  throw new TypeError('this runtime has no WebCrypto (crypto.subtle), which a sealer works with');
}

function requireSecrets(secrets: unknown): readonly Uint8Array<ArrayBuffer>[] {
  const rule = `each a Uint8Array or string of ${MIN_SECRET_BYTES} bytes or more, such as \`openssl rand -base64 32\` gives`;
  if (!Array.isArray(secrets) || secrets.length === 0) {
    throw new TypeError(`a sealer needs a list of one or more secrets, ${rule}`);
  }
  return secrets.map((secret: unknown, index) => {
    const bytes = typeof secret === 'string' ? encodeUtf8(secret) : secret;
    if (bytes instanceof Uint8Array && bytes.length >= MIN_SECRET_BYTES) {
      return new Uint8Array(bytes);
    }
    throw new TypeError(`secret ${index + 1} of a sealer is not one: ${rule}`);
  });
}

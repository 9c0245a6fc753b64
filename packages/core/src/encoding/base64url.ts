import { type NodeBuffer, nodeBuffer } from './node-buffer.ts';
import * as portable from './portable-base64url.ts';
import { decodeUtf8 } from './utf8.ts';

interface Codec {
  readonly encode: (bytes: Uint8Array) => string;
  readonly decode: (text: string) => Uint8Array | undefined;
  readonly decodeText: (text: string) => string | undefined;
}

const codec: Codec = nodeBuffer === undefined ? portableCodec() : nativeCodec(nodeBuffer);

/** Encodes bytes as base64url without padding (RFC 7515 section 2). */
export const encodeBase64Url: Codec['encode'] = codec.encode;

/**
 * Decodes base64url without padding (RFC 7515 section 2), strictly: one text for
 * one value. Padding, white space, foreign characters and non-zero trailing bits
 * are refused, so that a token has exactly one spelling.
 *
 * @returns the bytes, or `undefined` when the text is not base64url
 */
export const decodeBase64Url: Codec['decode'] = codec.decode;

/**
 * Decodes UTF-8 text that is written as base64url, both strictly: as {@link decodeBase64Url} and `decodeUtf8`, one after the other.
 *
 * @returns the text, or `undefined` when it is not base64url of UTF-8
 */
export const decodeBase64UrlText: Codec['decodeText'] = codec.decodeText;

function portableCodec(): Codec {
  return {
    ...portable,
    decodeText(text) {
      const bytes = portable.decode(text);
      return bytes && decodeUtf8(bytes);
    },
  };
}

/** What a decoder of UTF-8 puts where there was none. */
const REPLACEMENT = '\ufffd';

function nativeCodec(buffer: NodeBuffer): Codec {
  const read = (text: string) => {
    // Buffer passes over what it cannot read; only what reads back as the same text was read whole.
    const bytes = buffer.from(text, 'base64url');
    return bytes.toString('base64url') === text ? bytes : undefined;
  };
  return {
    encode: (bytes) =>
      buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64url'),
    decode(text) {
      const bytes = read(text);
      return bytes && new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    },
    decodeText(text) {
      const bytes = read(text);
      const decoded = bytes?.toString('utf8');
      // Either the text has this character, or it was put there.
      return bytes !== undefined && decoded?.includes(REPLACEMENT) ? decodeUtf8(bytes) : decoded;
    },
  };
}

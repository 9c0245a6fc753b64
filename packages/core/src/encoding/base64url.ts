import { type NodeBuffer, nodeBuffer } from './node-buffer.ts';
import * as portable from './portable-base64url.ts';

interface Codec {
  readonly encode: (bytes: Uint8Array) => string;
  readonly decode: (text: string) => Uint8Array | undefined;
}

const codec: Codec = nodeBuffer === undefined ? portable : nativeCodec(nodeBuffer);

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

function nativeCodec(buffer: NodeBuffer): Codec {
  return {
    encode: (bytes) =>
      buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64url'),
    decode(text) {
      // Buffer passes over what it cannot read; only what reads back as the same text was read whole.
      const bytes = buffer.from(text, 'base64url');
      if (bytes.toString('base64url') !== text) return undefined;
      return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    },
  };
}

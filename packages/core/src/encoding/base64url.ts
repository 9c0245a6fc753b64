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

/** The characters whose last four, or last two, bits are zero. */
const LAST_OF_TWO = 'AQgw';
const LAST_OF_THREE = 'AEIMQUYcgkosw048';

/**
 * Whether a text is free of what Buffer reads as base64url and is none, or is not as it would be written. To encode the bytes
 * again and compare would tell as much, and costs twice as much as to decode them.
 */
function canBeOnlySpelling(buffer: NodeBuffer, text: string): boolean {
  // Of a character beyond ASCII, Node 20 looks at the lower eight bits alone: it takes U+0141 for an A.
  if (buffer.byteLength(text, 'utf8') !== text.length) return false;
  if (text.includes('+') || text.includes('/')) return false;
  const last = text.charAt(text.length - 1);
  switch (text.length & 3) {
    case 0:
      return true;
    case 2:
      return LAST_OF_TWO.includes(last);
    case 3:
      return LAST_OF_THREE.includes(last);
    default:
      return false;
  }
}

function nativeCodec(buffer: NodeBuffer): Codec {
  const read = (text: string) => {
    if (!canBeOnlySpelling(buffer, text)) return undefined;
    const bytes = buffer.from(text, 'base64url');
    // Buffer passes over what it cannot read: then there are fewer bytes than the characters stand for.
    return bytes.length === (text.length * 3) >> 2 ? bytes : undefined;
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

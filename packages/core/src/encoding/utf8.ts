import { type NodeBuffer, nodeBuffer } from './node-buffer.ts';

const encoder = new TextEncoder();
const strictDecoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Encodes text as UTF-8; half a surrogate pair becomes U+FFFD. On Node the bytes are a view of a larger buffer. */
export const encodeUtf8: (text: string) => Uint8Array =
  nodeBuffer === undefined ? (text) => encoder.encode(text) : nativeEncoder(nodeBuffer);

function nativeEncoder(buffer: NodeBuffer): (text: string) => Uint8Array {
  return (text) => buffer.from(text, 'utf8');
}

/**
 * Decodes UTF-8, refusing what is not UTF-8 instead of replacing it.
 *
 * @returns the text, or `undefined`
 */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return strictDecoder.decode(bytes);
  } catch {
    return undefined;
  }
}

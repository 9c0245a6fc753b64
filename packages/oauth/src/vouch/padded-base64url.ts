import { decodeBase64Url, encodeBase64Url } from '@drawbridge/core';

/** Encodes bytes as base64url with its padding (RFC 4648 section 5), which the tokens of RFC 7515 do without. */
export function encodePaddedBase64Url(bytes: Uint8Array): string {
  const text = encodeBase64Url(bytes);
  return text + '='.repeat(-text.length & 3);
}

/**
 * Decodes base64url with its padding, strictly: one text for one value.
 *
 * @returns `undefined` for anything else
 */
export function decodePaddedBase64Url(text: string): Uint8Array | undefined {
  return text.length % 4 === 0 ? decodeBase64Url(text.replace(/={1,2}$/, '')) : undefined;
}

import { decodeBase64Url } from '../encoding/base64url.ts';

/** The label, which both lines have, and the text between them. */
const BLOCK = /^\s*-----BEGIN ([A-Z0-9 #]+)-----\s([A-Za-z0-9+/=\s]*)-----END \1-----\s*$/;

/**
 * The bytes of a text that is one PEM block and nothing else (RFC 7468 section 3). White space may be anywhere
 * between the lines, as section 2 allows; all else must be base64 in its one spelling (RFC 4648 section 4).
 *
 * @returns `undefined` when it is not one block with this label
 */
export function readPem(text: string, label: string): Uint8Array | undefined {
  const [, found, body = ''] = BLOCK.exec(text) ?? [];
  if (found !== label) return undefined;
  const base64 = body.replaceAll(/\s+/g, '');
  if (base64.length === 0 || base64.length % 4 !== 0) return undefined;
  return decodeBase64Url(
    base64
      .replace(/={1,2}$/, '')
      .replaceAll('+', '-')
      .replaceAll('/', '_'),
  );
}

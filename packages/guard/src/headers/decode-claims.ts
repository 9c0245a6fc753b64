import {
  decodeBase64Url,
  decodeUtf8,
  deepFreeze,
  hasDuplicateMembers,
  isJsonObject,
} from '@drawbridge/core';
import type { Claims } from '../caller/claims.ts';
import { malformed } from './header-faults.ts';
import { MAX_CLAIMS_LENGTH } from './read-value.ts';

/**
 * Decodes the claims that a proxy hands on without a signature: base64 of JSON. Either alphabet of RFC 4648 is
 * fine, with padding or without; the text must be UTF-8, and one object whose names are each there once.
 *
 * @param field - the name of the field that they are from, for messages
 * @returns the claims, frozen all through
 * @throws {DrawbridgeError} `credentials_malformed`
 */
export function decodeClaims(encoded: string, field: string): Claims {
  if (encoded.length > MAX_CLAIMS_LENGTH) {
    throw malformed(field, `has ${encoded.length} characters, the limit is ${MAX_CLAIMS_LENGTH}`);
  }
  const bytes = decodeBase64(encoded);
  const text = bytes && decodeUtf8(bytes);
  if (text === undefined) throw malformed(field, 'is not base64 of UTF-8 text');
  const claims = parse(text);
  if (!isJsonObject(claims)) throw malformed(field, 'is not base64 of a JSON object');
  if (hasDuplicateMembers(text, claims)) {
    throw malformed(field, 'has two members with the same name');
  }
  if (!deepFreeze(claims)) throw malformed(field, 'is nested too deeply');
  return claims;
}

/** @returns `undefined` for what no bytes are written as, in either alphabet */
function decodeBase64(text: string): Uint8Array | undefined {
  const unpadded = withoutPadding(text);
  if (unpadded === undefined) return undefined;
  const isStandard = unpadded.includes('+') || unpadded.includes('/');
  if (!isStandard) return decodeBase64Url(unpadded);
  if (unpadded.includes('-') || unpadded.includes('_')) return undefined;
  return decodeBase64Url(unpadded.replaceAll('+', '-').replaceAll('/', '_'));
}

/** @returns `undefined` when the padding is not what the length asks for */
function withoutPadding(text: string): string | undefined {
  if (!text.endsWith('=')) return text;
  if (text.length % 4 !== 0) return undefined;
  return text.slice(0, text.endsWith('==') ? -2 : -1);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

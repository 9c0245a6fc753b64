import { decodeBase64Url, type JsonObject, member } from '@drawbridge/core';

/** The length of an RSA key in bits; `undefined` for a key of another type. */
export function modulusBits(key: JsonObject): number | undefined {
  if (member(key, 'kty') !== 'RSA') return undefined;
  const bytes = decodeBase64Url(String(member(key, 'n'))) ?? new Uint8Array();
  const start = bytes.findIndex((byte) => byte !== 0);
  if (start < 0) return 0;
  return (bytes.length - start) * 8 - Math.clz32(bytes[start] ?? 0) + 24;
}

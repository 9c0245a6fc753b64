import { encodeBase64Url } from '@drawbridge/core';

/** 32 random bytes as base64url: 43 characters, what RFC 7636 section 4.1 has for a verifier. */
export function randomText(): string {
  return encodeBase64Url(crypto.getRandomValues(new Uint8Array(32)));
}

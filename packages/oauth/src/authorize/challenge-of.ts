import { createDefaultEngine, encodeBase64Url, encodeUtf8 } from '@drawbridge/core';

/** The `S256` challenge of a verifier (RFC 7636 section 4.2). */
export async function challengeOf(verifier: string): Promise<string> {
  return encodeBase64Url(await createDefaultEngine().sha256(encodeUtf8(verifier)));
}

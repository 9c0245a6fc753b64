import { createDefaultEngine, encodeBase64Url, encodeUtf8 } from '@drawbridge/core';

/** SHA-256 as base64url, 43 characters: it names a secret to whoever has it, and gives nothing away. */
export async function hashText(text: string): Promise<string> {
  return encodeBase64Url(await createDefaultEngine().sha256(encodeUtf8(text)));
}

/** Characters of a name that is made of a hash: 96 bits. */
const NAME_LENGTH = 16;

/** The beginning of a hash, where it only has to tell a few things of one browser apart. */
export function shortName(hash: string): string {
  return hash.slice(0, NAME_LENGTH);
}

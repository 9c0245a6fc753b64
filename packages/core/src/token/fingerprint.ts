import { encodeHex } from '../encoding/hex.ts';
import { encodeUtf8 } from '../encoding/utf8.ts';
import type { Engine } from '../engine/engine.ts';

/**
 * The name of a token in logs and messages: the first 12 hexadecimal characters
 * of its SHA-256. It identifies the token to whoever holds it, and gives nothing away.
 */
export async function fingerprint(engine: Engine, token: string): Promise<string> {
  const digest = await engine.sha256(encodeUtf8(token));
  return encodeHex(digest.subarray(0, 6));
}

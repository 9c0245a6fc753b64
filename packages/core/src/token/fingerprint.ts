import { decodeBase64Url } from '../encoding/base64url.ts';
import { encodeHex } from '../encoding/hex.ts';
import type { Awaitable, Engine } from '../engine/engine.ts';

/**
 * The name of a token in logs and messages: the first 12 hexadecimal characters
 * of its SHA-256. It identifies the token to whoever holds it, and gives nothing away.
 */
export async function fingerprint(engine: Engine, token: string): Promise<string> {
  return fingerprintOfName(await engine.sha256Text(token));
}

/** The name of a token, or how to work it out. */
export type Fingerprint = string | (() => string);

/**
 * Makes fingerprints for tokens that are often asked for none. Where the engine hashes at once, they are worked out when they are asked for.
 */
export function createFingerprinter(engine: Engine): (token: string) => Awaitable<Fingerprint> {
  const probe = engine.sha256Text('');
  if (typeof probe !== 'string') {
    // It failed for nobody: who asks for a fingerprint is told.
    Promise.resolve(probe).catch(() => undefined);
    return (token) => fingerprint(engine, token);
  }
  return (token) => () => fingerprintOfName(engine.sha256Text(token) as string);
}

/** The fingerprint of a token whose whole SHA-256 is known. @param name - in base64url, of which 8 characters hold 6 bytes */
export function fingerprintOfName(name: string): string {
  return encodeHex(decodeBase64Url(name.slice(0, 8)) ?? new Uint8Array());
}

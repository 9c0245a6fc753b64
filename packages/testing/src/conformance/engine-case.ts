import {
  type Algorithm,
  decodeBase64Url,
  decodeToken,
  encodeBase64Url,
  type Engine,
  type EngineKey,
} from '@drawbridge/core';
import { CompactSign } from 'jose';
import { testKey } from '../issuer/test-key.ts';

const encoder = new TextEncoder();

/** Something that jose signed, and the key to verify it with. */
export interface JoseSigned {
  readonly signature: Uint8Array;
  readonly signingInput: Uint8Array;
  readonly key: EngineKey;
}

/** Has jose sign a token with the test key. */
export async function joseSigned(
  engine: Engine,
  alg: Algorithm,
  sub = 'alice',
): Promise<JoseSigned> {
  const { privateKey, publicJwk } = await testKey(alg);
  const token = await new CompactSign(encoder.encode(JSON.stringify({ sub })))
    .setProtectedHeader({ alg })
    .sign(privateKey);
  const { signature, signingInput } = decodeToken(token);
  const key = await engine.importKey(alg, { jwk: publicJwk });
  return { signature, signingInput: encoder.encode(signingInput), key };
}

/** base64url of the JSON of a value. */
export function encodeText(value: object): string {
  return encodeBase64Url(encoder.encode(JSON.stringify(value)));
}

/** Bytes with one bit the other way round. */
export function flip(bytes: Uint8Array, index: number): Uint8Array {
  const flipped = bytes.slice();
  flipped[index] = (flipped[index] as number) ^ 0x01;
  return flipped;
}

/** The number that bytes spell, the most significant first. */
export function toNumber(bytes: Uint8Array): bigint {
  return bytes.reduce((number, byte) => number * 256n + BigInt(byte), 0n);
}

/** A number in so many bytes, the most significant first; `undefined` when it does not fit. */
export function toBytes(number: bigint, length: number): Uint8Array | undefined {
  const bytes = new Uint8Array(length);
  let rest = number;
  for (let index = length - 1; index >= 0; index--, rest /= 256n) {
    bytes[index] = Number(rest % 256n);
  }
  return rest === 0n ? bytes : undefined;
}

/** Bytes of base64url that is known to be some. */
export function bytesOf(text: string | undefined): Uint8Array {
  return decodeBase64Url(text ?? '') as Uint8Array;
}

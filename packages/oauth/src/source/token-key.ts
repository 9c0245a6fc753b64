import { createDefaultEngine, decodeBase64Url, encodeHex, requireObject } from '@drawbridge/core';
import { requireString } from '../check-options.ts';

/** What tokens belong to. */
export interface TokenOwner {
  readonly issuer: string;
  readonly clientId: string;
  /** The one that the person brought. Not given: tokens that need none. */
  readonly refreshToken?: string;
}

/**
 * Names the place where tokens are kept: whoever brings the same refresh token shares it, and one that is
 * brought anew has a place of its own, whatever became of those before.
 *
 * @returns 64 hexadecimal characters, which give nothing away
 * @throws {TypeError} for what names no owner, and on a runtime without cryptography
 */
export async function tokenKey(owner: TokenOwner): Promise<string> {
  requireObject(owner, 'what tokenKey is given', "{ issuer: 'https://…', clientId: '…' }");
  const { issuer, clientId, refreshToken } = owner;
  // Left out, it would be the same place for all.
  requireString(issuer, 'issuer', 'whose tokens they are');
  requireString(clientId, 'clientId', 'to whom they were given');
  if (refreshToken !== undefined) {
    requireString(refreshToken, 'refreshToken', 'the one that the person brought');
  }
  // As JSON, no part runs into the next; and no other hash of ours is over such a text.
  const text = JSON.stringify(['drawbridge tokens', issuer, clientId, refreshToken ?? null]);
  const hash = decodeBase64Url(await createDefaultEngine().sha256Text(text));
  return encodeHex(hash ?? new Uint8Array());
}

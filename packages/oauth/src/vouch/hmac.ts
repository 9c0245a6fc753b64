import { encodeUtf8, type Hash } from '@drawbridge/core';
import { nodeModule } from './node-module.ts';

/** The function of node:crypto that is used, typed here because no `node:` module is imported. */
interface NodeHmac {
  createHmac(hash: Hash, key: Uint8Array): { update(data: Uint8Array): { digest(): Uint8Array } };
}

/**
 * HMAC (RFC 2104) with SHA-2. It is here and not in core's engine, which has none on purpose: who verifies with it can sign with it.
 *
 * @param secret - its characters in UTF-8 are the key; not empty
 */
export async function hmac(hash: Hash, secret: string, data: Uint8Array): Promise<Uint8Array> {
  const key = encodeUtf8(secret);
  const node = nodeModule('node:crypto') as NodeHmac | undefined;
  if (node !== undefined) return node.createHmac(hash, key).update(data).digest();
  const name = hash.replace('sha', 'SHA-');
  const raw = key as Uint8Array<ArrayBuffer>;
  const algorithm = { name: 'HMAC', hash: name };
  const handle = await crypto.subtle.importKey('raw', raw, algorithm, false, ['sign']);
  return new Uint8Array(await crypto.subtle.sign('HMAC', handle, data as Uint8Array<ArrayBuffer>));
}

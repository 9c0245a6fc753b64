import { joinBytes } from '../encoding/join-bytes.ts';
import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import type { Call } from './call.ts';
import { headerValues } from './header.ts';

/**
 * Reads a call's whole body.
 *
 * @param limit - bytes
 * @throws {DrawbridgeError} `body_missing` when it is empty, `body_too_large` as soon as it is known
 *   to be over the limit: before reading, when the caller announces its size
 */
export async function readBody(call: Call, limit: number): Promise<Uint8Array> {
  const announced = Number(headerValues(call, 'content-length')[0] ?? 0);
  if (announced > limit) throw tooLarge(limit);
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of call.body ?? []) {
    length += chunk.length;
    if (length > limit) throw tooLarge(limit);
    chunks.push(chunk);
  }
  if (length === 0) throw new DrawbridgeError('body_missing');
  return joinBytes(chunks, length);
}

function tooLarge(limit: number): DrawbridgeError {
  return new DrawbridgeError('body_too_large', {
    detail: `the request body has more than ${limit} bytes`,
    hint: `Send no more than ${limit} bytes.`,
  });
}

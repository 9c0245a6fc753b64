import { readLimited } from '../encoding/read-limited.ts';
import { DrawbridgeError } from '../errors/drawbridge-error.ts';

/** Bytes of an answer: a token of 20,000 characters and what is around it takes a tenth. */
const MAX_BYTES = 256 * 1024;

/**
 * Reads what a token endpoint answered, of which more than 256 KiB are not read.
 *
 * @param address - of the endpoint
 * @throws {DrawbridgeError} `token_endpoint_invalid` when there is more
 */
export async function readTokenAnswer(
  body: ReadableStream<Uint8Array> | null,
  address: string,
): Promise<Uint8Array> {
  const bytes = await readLimited(body, MAX_BYTES);
  if (bytes !== undefined) return bytes;
  throw new DrawbridgeError('token_endpoint_invalid', {
    detail: `${address} answered with more than ${MAX_BYTES} bytes`,
  });
}

import { readLimited } from '../encoding/read-limited.ts';
import { DrawbridgeError } from '../errors/drawbridge-error.ts';

/** Bytes of an answer: a token of 20,000 characters and what is around it takes a tenth. */
const MAX_BYTES = 256 * 1024;

/**
 * Reads what a token endpoint answered, or a cloud, of which more than 256 KiB are not read.
 *
 * @param address - of the endpoint
 * @param peer - whom the code of the fault names
 * @throws {DrawbridgeError} `token_endpoint_invalid` or `cloud_invalid` when there is more
 */
export async function readTokenAnswer(
  body: ReadableStream<Uint8Array> | null,
  address: string,
  peer: 'token_endpoint' | 'cloud' = 'token_endpoint',
): Promise<Uint8Array> {
  const bytes = await readLimited(body, MAX_BYTES);
  if (bytes !== undefined) return bytes;
  throw new DrawbridgeError(`${peer}_invalid`, {
    detail: `${address} answered with more than ${MAX_BYTES} bytes`,
  });
}

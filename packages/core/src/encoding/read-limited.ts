import { joinBytes } from './join-bytes.ts';
import { readStream } from './read-stream.ts';

/**
 * Reads the body of an answer.
 *
 * @param limit - bytes
 * @returns `undefined` when it has more; the rest is not read
 */
export async function readLimited(
  body: ReadableStream<Uint8Array> | null,
  limit: number,
): Promise<Uint8Array | undefined> {
  if (body === null) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of readStream(body)) {
    length += chunk.length;
    if (length > limit) break;
    chunks.push(chunk);
  }
  if (length <= limit) return joinBytes(chunks, length);
  // That it cannot be ended is no news beside that.
  await body.cancel().catch(() => {});
  return undefined;
}

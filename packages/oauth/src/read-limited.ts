/** More of an answer is not read: a token of 20,000 characters and what is around it takes a tenth. */
export const MAX_ANSWER_BYTES = 256 * 1024;

/**
 * Reads the body of an answer.
 *
 * @returns `undefined` when it has more than {@link MAX_ANSWER_BYTES}; the rest is not read
 */
export async function readLimited(response: Response): Promise<Uint8Array | undefined> {
  if (response.body === null) return new Uint8Array();
  const reader = response.body.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return join(chunks, length);
    length += value.length;
    if (length > MAX_ANSWER_BYTES) {
      await reader.cancel();
      return undefined;
    }
    chunks.push(value);
  }
}

function join(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.length;
  }
  return whole;
}

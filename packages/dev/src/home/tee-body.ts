import type { Call } from '@drawbridge/core';

/** Bytes of a body that are looked at: a token fits in many times. */
const LIMIT = 256 * 1024;

/** A call as it was, whose text can be looked at once it was answered. */
export interface TeedCall {
  readonly call: Call;
  /** Of the body as far as it was read. */
  text(): string;
}

/** Lets somebody look at the body of a call, which is read by another. */
export function teeBody(call: Call): TeedCall {
  const { body } = call;
  if (body === null) return { call, text: () => '' };
  const chunks: Uint8Array[] = [];
  let length = 0;
  async function* read(from: AsyncIterable<Uint8Array>) {
    for await (const chunk of from) {
      length += chunk.length;
      if (length <= LIMIT) chunks.push(chunk);
      yield chunk;
    }
  }
  return {
    call: { ...call, body: read(body) },
    text: () => Buffer.concat(chunks).toString('latin1'),
  };
}

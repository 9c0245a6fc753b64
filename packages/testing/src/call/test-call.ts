import type { Call, HeaderField, Reply } from '@drawbridge/core';

/** What a test says of a call; the rest is a plain `GET /`. */
export interface TestCallOptions {
  readonly method?: string;
  readonly target?: string;
  readonly headers?: readonly HeaderField[];
  /** A list is sent chunk by chunk. */
  readonly body?: string | Uint8Array | readonly (string | Uint8Array)[];
  /** IP address. Default: 192.0.2.1 (RFC 5737). */
  readonly address?: string;
  readonly signal?: AbortSignal;
}

const encoder = new TextEncoder();

/** Makes a {@link Call} without a socket. */
export function testCall(options: TestCallOptions = {}): Call {
  const { body } = options;
  return {
    method: options.method ?? 'GET',
    target: options.target ?? '/',
    headers: options.headers ?? [],
    body: body === undefined ? null : stream(isList(body) ? body : [body]),
    peer: { address: options.address ?? '192.0.2.1' },
    signal: options.signal ?? new AbortController().signal,
  };
}

/** A reply's body as text. */
export function replyText({ body }: Reply): string {
  if (body === null) return '';
  return typeof body === 'string' ? body : new TextDecoder().decode(body);
}

/** A reply's body as JSON. */
export function replyJson(reply: Reply): unknown {
  return JSON.parse(replyText(reply));
}

async function* stream(chunks: readonly (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) yield typeof chunk === 'string' ? encoder.encode(chunk) : chunk;
}

function isList(
  body: NonNullable<TestCallOptions['body']>,
): body is readonly (string | Uint8Array)[] {
  return Array.isArray(body);
}

import type { SecureContext } from 'node:tls';
import { guardedLookup } from './guarded-lookup.ts';

/** What is posted. */
export interface PostOptions {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly signal: AbortSignal;
}

/** An answer, as it came: no redirect was followed, and nothing decompressed. */
export interface Posted {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: AsyncIterable<Uint8Array>;
}

/**
 * Posts over a connection of its own, by Node's own client. Its parser is native: that of undici is WebAssembly, which V8
 * compiles for longer than a command has to run.
 */
export async function directPost(
  url: URL,
  { headers, body, signal }: PostOptions,
  trust: SecureContext | undefined,
): Promise<Posted> {
  const isTls = url.protocol === 'https:';
  const { request } = await (isTls ? import('node:https') : import('node:http'));
  const options = {
    method: 'POST',
    agent: false,
    lookup: guardedLookup,
    headers: { ...headers, 'content-length': Buffer.byteLength(body) },
    signal,
    ...(trust !== undefined && { secureContext: trust }),
  };
  return new Promise((resolve, reject) => {
    const sent = request(url, options, (answer) =>
      resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: answer }),
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

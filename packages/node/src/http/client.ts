import { DrawbridgeError, type FetchDocument } from '@drawbridge/core';
import { upstreamError } from './upstream-error.ts';
import { isForbiddenAddress } from './forbidden-addresses.ts';
import { ForbiddenAddressError, guardedLookup } from './guarded-lookup.ts';

/** Limits of outbound requests. */
export interface HttpClientOptions {
  /** Milliseconds that one document may take, from the first packet to the last byte. Default: 10,000. */
  readonly timeout?: number;
}

/** The one way out: every outbound request of every part goes through a client like this. */
export interface HttpClient {
  readonly fetchDocument: FetchDocument;
  /** Ends all connections. */
  close(): Promise<void>;
}

const MAX_REDIRECTS = 3;
const USER_AGENT = 'drawbridge';

/** Makes an HTTP client with an agent of its own. */
export function createHttpClient({ timeout = 10_000 }: HttpClientOptions = {}): HttpClient {
  // Loading undici takes longer than most commands; many of them never fetch.
  const connect = async () => {
    const { Agent, fetch } = await import('undici');
    const dispatcher = new Agent({
      connect: { lookup: guardedLookup, timeout },
      headersTimeout: timeout,
      bodyTimeout: timeout,
    });
    return { dispatcher, fetch };
  };
  let connected: ReturnType<typeof connect> | undefined;

  async function get(url: URL, accept: string, signal: AbortSignal) {
    const host = url.hostname.replace(/^\[|\]$/g, '');
    // A literal address is never looked up, so it is judged here.
    if (isForbiddenAddress(host)) throw new ForbiddenAddressError(url.host);
    connected ??= connect();
    const { dispatcher, fetch } = await connected;
    return fetch(url, {
      dispatcher,
      signal,
      redirect: 'manual',
      headers: { accept, 'user-agent': USER_AGENT },
    });
  }

  return {
    async fetchDocument(address, { accept, maxBytes }) {
      const signal = AbortSignal.timeout(timeout);
      try {
        let url = new URL(address);
        let response = await get(url, accept, signal);
        for (let hops = 0; isRedirect(response.status); hops++) {
          await response.body?.cancel();
          url = redirectTarget(url, response.headers.get('location'), hops);
          response = await get(url, accept, signal);
        }
        const body = await readLimited(response.body ?? [], maxBytes, url);
        return { status: response.status, body };
      } catch (thrown) {
        throw upstreamError(thrown, address, timeout);
      }
    },
    async close() {
      await (await connected)?.dispatcher.destroy();
    },
  };
}

function isRedirect(status: number): boolean {
  return [301, 302, 303, 307, 308].includes(status);
}

/** A redirect is followed within its origin alone: elsewhere, nobody vouched for. */
function redirectTarget(from: URL, location: string | null, hops: number): URL {
  if (location === null || !URL.canParse(location, from)) {
    throw invalid(`${from.href} redirects without saying where to`);
  }
  const target = new URL(location, from);
  if (target.origin !== from.origin) {
    throw invalid(`${from.href} redirects to another origin, ${target.origin}`);
  }
  if (hops >= MAX_REDIRECTS) {
    throw invalid(`${from.href} redirects more than ${MAX_REDIRECTS} times`);
  }
  return target;
}

async function readLimited(
  body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  limit: number,
  url: URL,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    // Leaving the loop cancels the body: no more of it is read.
    if (length > limit) throw invalid(`${url.href} is larger than ${limit} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function invalid(detail: string): DrawbridgeError {
  return new DrawbridgeError('upstream_invalid', { detail });
}

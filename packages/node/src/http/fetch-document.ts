import { DrawbridgeError, type FetchDocument, type FetchedDocument } from '@drawbridge/core';
import type { LazyAgent } from './agent.ts';
import { outboundError } from './outbound-error.ts';
import { readLimited } from './read-limited.ts';
import { detourOf, safeFetch } from './safe-fetch.ts';

const MAX_REDIRECTS = 3;
const USER_AGENT = 'drawbridge';
/** Where the authority of one upstream is named. */
const caSetting = 'caFile of the upstream';

/** How documents are fetched. */
export interface FetchOptions {
  readonly agent: LazyAgent;
  /** Milliseconds, from the first packet to the last byte. */
  readonly timeout: number;
  /**
   * Extra headers, names in lower case. The origin that is asked first gets them and no other:
   * it is configured, while later addresses may come from the documents.
   */
  readonly headers: Readonly<Record<string, string>>;
}

/** The {@link FetchDocument} of one agent: bounded in time and size, redirected within the origin alone. */
export function createFetchDocument({ agent, timeout, headers }: FetchOptions): FetchDocument {
  async function get(url: URL, request: Readonly<Record<string, string>>, signal: AbortSignal) {
    return safeFetch(agent, url, { signal, headers: request });
  }

  let home: string | undefined;

  return async (address, { accept, maxBytes, ifNoneMatch }) => {
    const signal = AbortSignal.timeout(timeout);
    try {
      let url = new URL(address);
      home ??= url.origin;
      const request = {
        accept,
        'user-agent': USER_AGENT,
        ...(url.origin === home && headers),
        ...(ifNoneMatch !== undefined && { 'if-none-match': ifNoneMatch }),
      };
      let response = await get(url, request, signal);
      for (let hops = 0; isRedirect(response.status); hops++) {
        await response.body?.cancel();
        url = redirectTarget(url, response.headers.get('location'), hops);
        response = await get(url, request, signal);
      }
      const body = await readLimited(response.body ?? [], maxBytes);
      if (body === undefined) throw invalid(`${url.href} is larger than ${maxBytes} bytes`);
      return toDocument(response.status, body, response.headers.get('etag'));
    } catch (thrown) {
      const detour = detourOf(agent, address);
      throw outboundError(thrown, { peer: 'upstream', address, timeout, detour, caSetting });
    }
  };
}

function toDocument(status: number, body: Uint8Array, etag: string | null): FetchedDocument {
  return { status, body, ...(etag !== null && { etag }) };
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

function invalid(detail: string): DrawbridgeError {
  return new DrawbridgeError('upstream_invalid', { detail });
}

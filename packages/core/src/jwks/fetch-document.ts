import { isForbiddenHost } from '../address/forbidden-addresses.ts';
import { parseUrl } from '../address/parse-url.ts';
import { readLimited } from '../encoding/read-limited.ts';
import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import type { FetchDocument } from './documents.ts';

const MAX_REDIRECTS = 3;
const DEFAULT_TIMEOUT = 10_000;
const USER_AGENT = 'drawbridge';

/** The part of a `RequestInit` of the Fetch standard that one request is made with. */
export interface FetchInit {
  readonly signal: AbortSignal;
  readonly redirect: 'manual';
  readonly cache: 'no-store';
  readonly headers: Record<string, string>;
}

/** The part of a `Response` that is looked at. */
export interface FetchResponse {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  readonly body: ReadableStream<Uint8Array> | null;
}

/** What was asked for, for whoever explains why it failed. */
export interface FetchAttempt {
  readonly address: string;
  /** The limit, in milliseconds. */
  readonly timeout: number;
}

/** How documents are fetched. */
export interface FetchOptions {
  /** Makes one request and follows no redirect. Default: the platform's `fetch`. */
  readonly fetch?: (url: URL, init: FetchInit) => Promise<FetchResponse>;
  /** Milliseconds that one document may take, from the first packet to the last byte. Default: 10,000. */
  readonly timeout?: number;
  /**
   * Extra headers, names in lower case. The origin that is asked first gets them and no other:
   * it is configured, while later addresses may come from the documents.
   */
  readonly headers?: Readonly<Record<string, string>>;
  /** Tells what `fetch` threw as a fault of the upstream. Default: by the time limit alone. */
  readonly toError?: (thrown: unknown, attempt: FetchAttempt) => DrawbridgeError;
}

/**
 * Makes a {@link FetchDocument} of the `fetch` of the web platform: bounded in time and size, redirected within the
 * origin alone and three times at most, kept by no cache. An address that is a link-local or cloud metadata one is
 * not asked; a name that stands for one is, since `fetch` does not say which address it connects to. On Node
 * `createHttpClient` of `@drawbridge/node` sees to that as well, and to proxies and extra authorities.
 *
 * On Workers it takes a compatibility date of 2024-11-11 or later, from which on `cache: 'no-store'` is known there.
 */
export function createFetchDocument({
  fetch = (url, init) => globalThis.fetch(url, init),
  timeout = DEFAULT_TIMEOUT,
  headers = {},
  toError = upstreamError,
}: FetchOptions = {}): FetchDocument {
  let home: string | undefined;

  return async (address, { accept, maxBytes, ifNoneMatch }) => {
    const signal = AbortSignal.timeout(timeout);
    try {
      let url = new URL(address);
      requireAllowed(url);
      home ??= url.origin;
      const init: FetchInit = {
        signal,
        redirect: 'manual',
        cache: 'no-store',
        headers: {
          accept,
          'user-agent': USER_AGENT,
          ...(url.origin === home && headers),
          ...(ifNoneMatch !== undefined && { 'if-none-match': ifNoneMatch }),
        },
      };
      let response = await fetch(url, init);
      for (let hops = 0; isRedirect(response.status); hops++) {
        await response.body?.cancel();
        url = redirectTarget(url, response.headers.get('location'), hops);
        response = await fetch(url, init);
      }
      const body = await readLimited(response.body, maxBytes);
      if (body === undefined) throw invalid(`${url.href} is larger than ${maxBytes} bytes`);
      const etag = response.headers.get('etag');
      return { status: response.status, body, ...(etag !== null && { etag }) };
    } catch (thrown) {
      if (thrown instanceof DrawbridgeError) throw thrown;
      throw toError(thrown, { address, timeout });
    }
  };
}

/** A redirect leads to the same host. */
function requireAllowed(url: URL): void {
  if (!isForbiddenHost(url)) return;
  throw invalid(
    `${url.href} is not fetched: ${url.host} stands for a link-local or cloud metadata address`,
  );
}

/** A browser shows a redirect that it does not follow as status 0. */
function isRedirect(status: number): boolean {
  return [0, 301, 302, 303, 307, 308].includes(status);
}

/** A redirect is followed within its origin alone: elsewhere, nobody vouched for. */
function redirectTarget(from: URL, location: string | null, hops: number): URL {
  const target = location === null ? undefined : parseUrl(location, from.href);
  if (target === undefined) throw invalid(`${from.href} redirects without saying where to`);
  if (target.origin !== from.origin) {
    throw invalid(`${from.href} redirects to another origin, ${target.origin}`);
  }
  // The origin of a `blob:` address is that of the address within it.
  if (target.protocol !== from.protocol) {
    throw invalid(`${from.href} redirects to an address that begins with ${target.protocol}`);
  }
  if (hops >= MAX_REDIRECTS) {
    throw invalid(`${from.href} redirects more than ${MAX_REDIRECTS} times`);
  }
  return target;
}

function upstreamError(thrown: unknown, { address, timeout }: FetchAttempt): DrawbridgeError {
  const late = (thrown as { readonly name?: unknown } | null | undefined)?.name === 'TimeoutError';
  return new DrawbridgeError(late ? 'upstream_timeout' : 'upstream_unreachable', {
    detail: late
      ? `${address} did not answer within ${timeout / 1000} seconds`
      : `${address} could not be reached`,
    cause: thrown,
  });
}

function invalid(detail: string): DrawbridgeError {
  return new DrawbridgeError('upstream_invalid', { detail });
}

import { DrawbridgeError } from '@drawbridge/core';
import { type FaultGate, type SiteName, toBytes } from './faults.ts';
import { etagOf, type IssuerAddresses } from './test-documents.ts';

/** The web platform's `fetch`, as far as a test issuer answers it. */
export type WebFetch = (
  input: string | URL | Request,
  init?: { readonly [Name in keyof RequestInit]?: RequestInit[Name] | undefined },
) => Promise<Response>;

/** An issuer as a server of the web platform. */
export interface WebFace {
  /** @throws {TypeError} while the issuer is down, as `fetch` throws it */
  handle(request: Request): Promise<Response>;
  /** {@link WebFace.handle} as a `fetch`, which reaches this issuer and nothing else. */
  readonly webFetch: WebFetch;
}

/** Serves an issuer. @param serve - one function for each site, that makes its answer */
export function createWebFace(
  addresses: IssuerAddresses,
  serve: Readonly<Record<SiteName, (request: Request) => Response | Promise<Response>>>,
  gate: FaultGate,
): WebFace {
  const { origin } = new URL(addresses.jwks);
  const sites = new Map<string, SiteName>([
    [addresses.discovery, 'discovery'],
    [addresses.jwks, 'jwks'],
    [addresses.token, 'token'],
    [addresses.introspection, 'introspection'],
  ]);

  async function handle(request: Request): Promise<Response> {
    const url = new URL(request.url);
    const site = sites.get(url.origin + url.pathname);
    try {
      const canned = await gate.pass(site, request.url);
      if (site === undefined) return new Response(null, { status: 404 });
      if (canned === undefined) return await serve[site](request);
      const { status = 200, body = '', headers } = canned;
      const content = status === 204 || status === 304 ? null : toBytes(body);
      return new Response(content, {
        status,
        headers: { 'content-type': 'application/json', ...headers },
      });
    } catch (thrown) {
      if (!(thrown instanceof DrawbridgeError)) throw thrown;
      if (site === undefined && url.origin === origin) return new Response(null, { status: 404 });
      throw new TypeError('fetch failed', { cause: thrown });
    }
  }

  return {
    handle,
    async webFetch(input, init) {
      const request = new Request(input, init as RequestInit);
      request.signal.throwIfAborted();
      return Promise.race([handle(request), aborted(request.signal)]);
    },
  };
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}

/** Serves a document (RFC 9110 section 13.1.2). */
export function answerDocument(request: Request, document: unknown): Response {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return new Response(null, { status: 405, headers: { allow: 'GET, HEAD' } });
  }
  const bytes = toBytes(document);
  const headers = { 'content-type': 'application/json', etag: etagOf(bytes) };
  return request.headers.get('if-none-match') === headers.etag
    ? new Response(null, { status: 304, headers })
    : new Response(bytes, { headers });
}

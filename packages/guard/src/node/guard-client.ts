import type { FetchDocument } from '@drawbridge/core';
import { createHttpClient, type HttpClientOptions, openOutbound } from '@drawbridge/node';
import type { FetchToken } from '@drawbridge/oauth';

/** Those of the HTTP client of `@drawbridge/node`. */
export type GuardClientOptions = HttpClientOptions;

/** How a guard on Node reaches the network. */
export interface GuardClient {
  /** For `fetch` of `createGuard`, and `fetchDocument` of `introspection`. */
  readonly fetch: FetchDocument;
  /** For `fetch` of `introspection`. */
  readonly fetchToken: FetchToken;
  /** Ends all connections; a guard that uses them finds no keys any more. */
  close(): Promise<void>;
}

/**
 * Opens the machine's way out: proxies and their exceptions, authorities beside Node's own, time-outs, and no way to
 * link-local and cloud metadata addresses. Without options it goes by the variables that most tools read:
 * `HTTPS_PROXY`, `NO_PROXY`, `NODE_EXTRA_CA_CERTS`.
 *
 * @throws {DrawbridgeError} `config_invalid` when a variable cannot be read
 * @throws {TypeError} for an option that is none
 */
export async function openGuardClient(options?: GuardClientOptions): Promise<GuardClient> {
  const client =
    options === undefined ? await openOutbound({}, process.env) : createHttpClient(options);
  return {
    fetch: client.fetchDocument,
    fetchToken: client.tokens({ caSetting: 'ca of openGuardClient' }),
    close: () => client.close(),
  };
}

import { type FetchResponse, readTokenAnswer } from '@drawbridge/core';
import type { LazyAgent } from './agent.ts';
import { outboundError } from './outbound-error.ts';
import { detourOf, safeFetch } from './safe-fetch.ts';

/** What a request for a token, or for credentials of a cloud, has of the options of `fetch`. */
export interface TokenFetchInit {
  readonly method: 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: URLSearchParams;
  /** Gives up before the time-out does. */
  readonly signal?: AbortSignal;
}

/**
 * A `fetch` for requests to a token endpoint. No redirect is followed: its answer is that of
 * the status 3xx. The body of the answer is there when the promise is fulfilled.
 *
 * @throws {DrawbridgeError} `token_endpoint_unreachable` or `cloud_unreachable`, `…_timeout`, `…_untrusted` for a certificate,
 *   `…_invalid` for a forbidden address and for more than 256 KiB
 * @throws the signal's reason, when it is aborted by anything but a time-out
 */
export type TokenFetch = (url: string, init: TokenFetchInit) => Promise<Response>;

/** How tokens are fetched. */
export interface TokenFetchSettings {
  readonly agent: LazyAgent;
  /** Whom the codes of faults name. */
  readonly peer: 'token_endpoint' | 'cloud';
  /** Milliseconds, from the first packet to the last byte. */
  readonly timeout: number;
  /** Where a person names the file of the authority. */
  readonly caSetting: string;
}

/** A Response of these may have no body, be it an empty one. */
const WITHOUT_BODY: ReadonlySet<number> = new Set([204, 205, 304]);

/** Makes the {@link TokenFetch} of one agent. */
export function createTokenFetch({
  agent,
  peer,
  timeout,
  caSetting,
}: TokenFetchSettings): TokenFetch {
  return async (address, { method, headers, body, signal }) => {
    const started = performance.now();
    const late = AbortSignal.timeout(timeout);
    const limit = signal === undefined ? late : AbortSignal.any([signal, late]);
    try {
      const url = new URL(address);
      // As text: URLSearchParams of another realm, or of a polyfill, are none to undici.
      const request = { method, headers, body: body.toString(), signal: limit };
      const response = await safeFetch(agent, url, request);
      const bytes = await readTokenAnswer(response.body as FetchResponse['body'], address, peer);
      const { status } = response;
      return new Response(WITHOUT_BODY.has(status) ? null : (bytes as Uint8Array<ArrayBuffer>), {
        status,
        headers: [...response.headers],
      });
    } catch (thrown) {
      const isLate = signal?.aborted && (signal.reason as Error).name === 'TimeoutError';
      if (!isLate) signal?.throwIfAborted();
      // Told here, for who gave the signal does not know of a proxy on the way.
      const waited = isLate ? Math.ceil((performance.now() - started) / 100) * 100 : timeout;
      throw outboundError(thrown, {
        peer,
        address,
        timeout: Math.min(waited, timeout),
        detour: detourOf(agent, address),
        caSetting,
      });
    }
  };
}

import { type FetchResponse, readTokenAnswer } from '@drawbridge/core';
import { askInTime, type AskSettings } from './ask-in-time.ts';
import { safeFetch } from './safe-fetch.ts';

/** What a request for a token, or for credentials of a cloud, has of the options of `fetch`. */
export interface TokenFetchInit {
  readonly method: 'POST';
  readonly headers: Readonly<Record<string, string>>;
  /** A form, or JSON where a client registers (RFC 7591 section 3.1). */
  readonly body: URLSearchParams | string;
  /** Gives up before the time-out does. */
  readonly signal?: AbortSignal;
}

/** A question after what a token gives leave to see: a registered client (RFC 7592 section 2.1). */
interface TokenLookUpInit {
  readonly method: 'GET';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: never;
  /** Gives up before the time-out does. */
  readonly signal?: AbortSignal;
}

/**
 * A `fetch` for requests to a token endpoint. No redirect is followed: its answer is that of
 * the status 3xx. The body of the answer is there when the promise is fulfilled.
 *
 * @throws {DrawbridgeError} `token_endpoint_unreachable`, `…_timeout`, `…_untrusted` for a certificate, `…_invalid` for a
 *   forbidden address and for more than 256 KiB
 * @throws the signal's reason, when it is aborted by anything but a time-out
 */
export type TokenFetch = (url: string, init: TokenFetchInit | TokenLookUpInit) => Promise<Response>;

/** A Response of these may have no body, be it an empty one. */
const WITHOUT_BODY: ReadonlySet<number> = new Set([204, 205, 304]);

/** Makes the {@link TokenFetch} of one agent. */
export function createTokenFetch(settings: Omit<AskSettings, 'peer'>): TokenFetch {
  const { agent } = settings;
  const asked = { ...settings, peer: 'token_endpoint' } as const;
  return (address, { method, headers, body, signal }) =>
    askInTime(asked, address, signal, async (url, limit) => {
      // As text: URLSearchParams of another realm, or of a polyfill, are none to undici.
      const text = body?.toString() ?? null;
      const request = { method, headers, body: text, signal: limit };
      const response = await safeFetch(agent, url, request);
      const bytes = await readTokenAnswer(response.body as FetchResponse['body'], address);
      const { status } = response;
      return new Response(WITHOUT_BODY.has(status) ? null : (bytes as Uint8Array<ArrayBuffer>), {
        status,
        headers: [...response.headers],
      });
    });
}

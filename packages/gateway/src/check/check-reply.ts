import { type Call, headerValues, type Reply } from '@drawbridge/core';
import { checkCookies, cookieLength } from './check-cookies.ts';

/** Where anybody asks what the gateway saw of this very request, on each host of it: `drawbridge doctor gateway` does. */
export const CHECK_PATH = '/.drawbridge/check';

/** What the gateway saw of a request: nothing of what others sent, and nothing of its configuration. */
export interface CheckAnswer {
  /** That it is the gateway that answers. */
  readonly drawbridge: 'check';
  readonly host: string;
  /** Of the browser, as a trusted proxy tells it; `null` where none does. */
  readonly scheme: string | null;
  /** Whether it came from an address of `gateway.trustedProxies`. */
  readonly byTrustedProxy: boolean;
  /** Of the client; `null` where a trusted proxy does not tell it. */
  readonly address: string | null;
  /** Characters of all Cookie fields. */
  readonly cookieLength: number;
  /** The most characters that the cookie of a session has here. */
  readonly longestCookie: number;
}

/** What is answered with. */
export interface CheckReplyOptions {
  readonly scheme: 'http' | 'https';
  readonly isProxy: (address: string | undefined) => boolean;
  readonly addressOf: (call: Call) => string | undefined;
  readonly longestCookie: number;
}

/** Makes what answers at {@link CHECK_PATH}; with the query `?cookies` it sets cookies as long as those of a session. */
export function createCheckReply(
  options: CheckReplyOptions,
): (call: Call, host: string) => Promise<Reply> {
  const { scheme, isProxy, addressOf, longestCookie } = options;
  return (call, host) => {
    const byTrustedProxy = isProxy(call.peer.address);
    const answer: CheckAnswer = {
      drawbridge: 'check',
      host,
      scheme: (byTrustedProxy && headerValues(call, 'x-forwarded-proto')[0]) || null,
      byTrustedProxy,
      address: addressOf(call) ?? null,
      cookieLength: cookieLength(call),
      longestCookie,
    };
    return Promise.resolve({
      status: 200,
      headers: [
        ['content-type', 'application/json'],
        ['cache-control', 'no-store'],
        ...(call.target === `${CHECK_PATH}?cookies` ? checkCookies(scheme, longestCookie) : []),
      ],
      body: `${JSON.stringify(answer)}\n`,
    });
  };
}

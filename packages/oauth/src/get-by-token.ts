import { readTokenAnswer } from '@drawbridge/core';

/** How a resource is fetched. `tokens()` of the HTTP client of `@drawbridge/node` is such a `fetch`. */
export type FetchByToken = (
  url: string,
  init: {
    readonly method: 'GET';
    readonly headers: Readonly<Record<string, string>>;
    readonly signal: AbortSignal;
  },
) => Promise<Response>;

/** What is fetched, and by whose leave. */
export interface GetByToken {
  readonly url: string;
  readonly accessToken: string;
  readonly fetch: FetchByToken;
  /** Milliseconds. */
  readonly timeout: number;
}

/**
 * Gets JSON with an access token (RFC 6750 section 2.1).
 *
 * @returns the answer, whatever its status, with its body, which is at most 256 KiB
 * @throws {DrawbridgeError} what `readTokenAnswer` throws; and what `fetch` throws
 */
export async function getByToken({ url, accessToken, fetch, timeout }: GetByToken): Promise<{
  readonly response: Response;
  readonly body: Awaited<ReturnType<typeof readTokenAnswer>>;
}> {
  const response = await fetch(url, {
    method: 'GET',
    headers: {
      accept: 'application/json',
      authorization: `Bearer ${accessToken}`,
      'user-agent': 'drawbridge',
    },
    signal: AbortSignal.timeout(timeout),
  });
  return { response, body: await readTokenAnswer(response.body, url) };
}

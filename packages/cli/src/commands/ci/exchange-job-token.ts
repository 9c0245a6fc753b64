import type { HttpClient } from '@drawbridge/node';
import { exchangeToken, type Retry, tokenTypeUrn } from '@drawbridge/oauth';
import { readCa } from '../../read-ca.ts';
import { describeRetry } from '../../tell-retry.ts';
import type { ExchangeAddress } from './exchange-address.ts';
import type { Exchange } from './renewal-handles.ts';

interface ExchangeOptions {
  readonly ca?: string;
  /** Seconds. */
  readonly timeout: number;
}

interface Surroundings {
  readonly http: HttpClient;
  readonly env: NodeJS.ProcessEnv;
}

const ID_TOKEN = tokenTypeUrn('id_token');
/** Attempts after the first, until there is a token: a command that was not begun waits for nobody else. */
const RETRIES = 4;
/** Milliseconds. */
const REQUEST_TIMEOUT = 20_000;

/**
 * Makes an {@link Exchange} at an address for each audience that it is asked for, and tells of what is tried again.
 *
 * @throws {DrawbridgeError} `usage_invalid`, for `--ca`
 */
export async function openExchange(
  { endpoint }: ExchangeAddress,
  { ca: caFile, timeout: seconds }: ExchangeOptions,
  { http, env }: Surroundings,
): Promise<(audience: string, tell: (sentence: string) => void) => Exchange> {
  const ca = caFile === undefined ? undefined : await readCa(caFile, env);
  const deadline = seconds * 1000;
  const timeout = Math.min(deadline, REQUEST_TIMEOUT);
  const way = { timeout, caSetting: '--ca', ...(ca !== undefined && { ca }) };
  const place = { url: endpoint, fetch: http.tokens(way), timeout };
  return (audience, tell) => {
    const onRetry = (retry: Retry) => tell(describeRetry(retry, RETRIES));
    let isFirst = true;
    return async (token, handle, signal) => {
      const request = {
        subjectToken: token,
        subjectTokenType: ID_TOKEN,
        requestedTokenType: ID_TOKEN,
        audiences: [audience],
        signal,
        ...(handle !== undefined && { renewalHandle: handle }),
      };
      // Later ones are tried again by who keeps the token fresh, while the old one lives.
      const retries = isFirst ? RETRIES : 0;
      const exchanged = await exchangeToken(place, request, { retries, deadline, onRetry });
      isFirst = false;
      return exchanged;
    };
  };
}

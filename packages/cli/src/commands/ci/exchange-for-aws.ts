import type { HttpClient } from '@drawbridge/node';
import { type ExchangedToken, exchangeToken, type Retry, tokenTypeUrn } from '@drawbridge/oauth';
import { readCa } from '../../read-ca.ts';
import { describeRetry } from '../../tell-retry.ts';
import type { ExchangeAddress } from './exchange-address.ts';

interface ExchangeOptions {
  readonly audience: string;
  readonly ca?: string;
  /** Seconds. */
  readonly timeout: number;
}

interface Surroundings {
  readonly http: HttpClient;
  readonly env: NodeJS.ProcessEnv;
  readonly say: (sentence: string) => void;
}

/** Trades the token of a job for one that AWS takes. @param handle - renews a token that may be exchanged once */
type Exchange = (
  token: string,
  handle: string | undefined,
  signal: AbortSignal,
) => Promise<ExchangedToken>;

const ID_TOKEN = tokenTypeUrn('id_token');
/** Attempts after the first, until there is a token: a command that was not begun waits for nobody else. */
const RETRIES = 4;
/** Milliseconds. */
const REQUEST_TIMEOUT = 20_000;

/**
 * Makes the {@link Exchange} at an address.
 *
 * @throws {DrawbridgeError} `usage_invalid`, for `--ca`
 */
export async function createExchange(
  { endpoint }: ExchangeAddress,
  { audience, ca: caFile, timeout: seconds }: ExchangeOptions,
  { http, env, say }: Surroundings,
): Promise<Exchange> {
  const ca = caFile === undefined ? undefined : await readCa(caFile, env);
  const deadline = seconds * 1000;
  const timeout = Math.min(deadline, REQUEST_TIMEOUT);
  const way = { timeout, caSetting: '--ca', ...(ca !== undefined && { ca }) };
  const place = { url: endpoint, fetch: http.tokens(way), timeout };
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
    const onRetry = (retry: Retry) => say(describeRetry(retry, RETRIES));
    const exchanged = await exchangeToken(place, request, { retries, deadline, onRetry });
    isFirst = false;
    return exchanged;
  };
}

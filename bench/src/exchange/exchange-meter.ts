import { decodeToken, member } from '@drawbridge/core';
import { cpuMicroseconds, readCpuTime } from '../harness/cpu-time.ts';
import { load, type LoadOptions } from '../harness/load.ts';
import type { ServerProcess } from '../harness/server-process.ts';

/** How requests reach the token endpoint, for every figure. */
export const TOKEN_REQUESTS = {
  method: 'POST',
  headers: { 'content-type': 'application/jwt' },
  connections: 32,
} as const;

/** Seconds of load before anything counts: the server's code is compiled over its first 5,000 requests. */
const WARM_UP = 5;

/** Measures what exchanges cost a server. */
export interface ExchangeMeter {
  warmUp(): Promise<void>;
  /** Puts the server under load for a while. @returns its CPU microseconds for a request */
  measure(): Promise<number>;
}

/**
 * Prepares to measure a server that runs.
 *
 * @param seconds - how long one measurement is. Default: 1.5
 * @throws {Error} when it does not exchange the tokens into the algorithm that is meant
 */
export async function exchangeMeter(
  { pid }: ServerProcess,
  url: URL,
  tokens: readonly Buffer[],
  alg: string,
  seconds = 1.5,
): Promise<ExchangeMeter> {
  const options: LoadOptions = { ...TOKEN_REQUESTS, url, bodies: tokens, seconds };
  await requireExchange(options, alg);
  return {
    async warmUp() {
      await load({ ...options, seconds: WARM_UP });
    },
    async measure() {
      const before = await readCpuTime(pid);
      const requests = await load(options);
      return cpuMicroseconds(before, await readCpuTime(pid)) / requests;
    },
  };
}

/** Makes sure that what is going to be measured is an exchange into the algorithm that is meant. */
async function requireExchange({ url, method, headers, bodies }: LoadOptions, alg: string) {
  const reply = await fetch(url, { method, headers, body: String(bodies[0]) });
  const text = await reply.text();
  if (reply.status !== 200) throw new Error(`the exchange answered ${reply.status}: ${text}`);
  const { header } = decodeToken(text.trim());
  if (member(header, 'alg') !== alg) throw new Error(`the exchange did not sign with ${alg}`);
}

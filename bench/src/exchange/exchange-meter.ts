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

/** What a server that runs is measured at. */
export interface ExchangeMeterOptions {
  readonly url: URL;
  readonly tokens: readonly Buffer[];
  /** What it is meant to do with each token. */
  readonly outcome: Outcome;
  /** How long one measurement is. Default: 1.5. */
  readonly seconds?: number;
}

/** To sign another with this algorithm, or to refuse it with this code. */
export type Outcome = { readonly alg: string } | { readonly refusal: string };

/**
 * Prepares to measure a server that runs.
 *
 * @throws {Error} when it does not do with a token what it is meant to
 */
export async function exchangeMeter(
  { pid }: ServerProcess,
  { url, tokens, outcome, seconds = 1.5 }: ExchangeMeterOptions,
): Promise<ExchangeMeter> {
  const status = 'alg' in outcome ? 200 : 400;
  const options: LoadOptions = { ...TOKEN_REQUESTS, url, bodies: tokens, seconds, status };
  await requireOutcome(url, tokens[0] as Buffer, outcome);
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

/**
 * Makes sure that what is going to be measured is what is meant.
 *
 * @throws {Error} with what the server answered, when it is something else
 */
export async function requireOutcome(url: URL, token: Buffer, outcome: Outcome): Promise<void> {
  const { method, headers } = TOKEN_REQUESTS;
  const reply = await fetch(url, { method, headers, body: token.toString() });
  const text = await reply.text();
  if ('refusal' in outcome) {
    if (text.includes(`"code":"${outcome.refusal}"`)) return;
    throw new Error(`the exchange did not refuse with ${outcome.refusal}: ${text}`);
  }
  if (reply.status !== 200) throw new Error(`the exchange answered ${reply.status}: ${text}`);
  const { header } = decodeToken(text.trim());
  if (member(header, 'alg') !== outcome.alg) {
    throw new Error(`the exchange did not sign with ${outcome.alg}`);
  }
}

import {
  type CallerAddress,
  DrawbridgeError,
  type Endpoint,
  epochSeconds,
  mint,
  type MintedToken,
  type Reply,
  toDrawbridgeError,
  type VerifiedToken,
} from '@drawbridge/core';
import type { Grant } from '@drawbridge/rules';
import type { Authenticate } from '../client/authenticate.ts';
import type { ExchangeOptions, SettledOptions } from '../exchange-options.ts';
import type { Attempt } from './attempt.ts';
import { decide } from './decide.ts';
import type { RateLimiter } from './limits/rate-limits.ts';
import type { UseOnce } from './once/use-once.ts';
import { pickAlgorithm } from './pick-algorithm.ts';
import type { Manners } from './manners.ts';
import { tokenReply } from './reply.ts';
import { createReport } from './report.ts';
import { readTokenRequest, type TokenRequest } from './request.ts';

/** How a token endpoint reads its requests and knows its callers. */
export interface TokenEndpointOptions extends SettledOptions, Omit<Manners, 'toReply'> {
  readonly addressOf: CallerAddress;
  readonly limiter: RateLimiter;
  readonly authenticate: Authenticate;
  readonly useOnce: UseOnce;
}

/**
 * `POST /token`: count, read, authenticate, verify, count, decide, look whether it was used, mint, mark it as used, reply;
 * each step may end the crossing with a fault.
 */
export function tokenEndpoint(options: TokenEndpointOptions): Endpoint {
  const { verifier, rules, clock, wantsJson, addressOf, limiter, authenticate, useOnce } = options;

  const report = createReport(options);

  async function cross(attempt: Attempt): Promise<Reply> {
    const { call } = attempt;
    await limiter.countCall(attempt.address);
    const request = await readTokenRequest(call, options);
    attempt.token = request.token;
    attempt.client = await authenticate(request.credentials);
    attempt.upstream = await verifier.verify(request.token);
    await limiter.countToken(attempt.upstream);
    const now = epochSeconds(clock);
    const ask = { audiences: request.audiences, client: attempt.client };
    attempt.grant = decide(rules, attempt.upstream, ask);
    const settle = await useOnce(request, attempt.upstream, attempt.grant);
    attempt.minted = await mintFor(options, request, attempt.upstream, attempt.grant, now);
    const { renewalHandle, undo } = await settle();
    try {
      await report.granted(attempt, now);
    } catch (thrown) {
      await undo();
      throw thrown;
    }
    return tokenReply(wantsJson(call, request), request, attempt.minted, now, renewalHandle);
  }

  return async (call) => {
    const attempt: Attempt = { call, address: addressOf(call) };
    const begun = clock.monotonic();
    try {
      const reply = await cross(attempt);
      report.count(attempt, begun);
      return reply;
    } catch (thrown) {
      const fault = await report.refused(attempt, toDrawbridgeError(thrown));
      report.count(attempt, begun, fault);
      throw fault;
    }
  };
}

async function mintFor(
  { issuer, keyRing, signing = {} }: ExchangeOptions,
  { alg: asked }: TokenRequest,
  upstream: VerifiedToken,
  { audiences, claims, lifetime, algorithm: rule }: Grant,
  now: number,
): Promise<MintedToken> {
  // What is minted never outlives what it was minted from. The verifier's leeway
  // may let a token in that is a few seconds past its end: nothing can come of it.
  const expiresAt = Math.min(upstream.expiresAt, now + lifetime);
  if (expiresAt <= now) throw new DrawbridgeError('token_expired');
  const alg = pickAlgorithm({ asked, rule, upstream: upstream.alg }, signing, keyRing);
  return mint(keyRing.signingKey(alg), { issuer, audiences, now, expiresAt, claims });
}

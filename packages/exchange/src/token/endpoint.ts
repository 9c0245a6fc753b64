import {
  DrawbridgeError,
  type Endpoint,
  epochSeconds,
  mint,
  type MintedToken,
  type VerifiedToken,
} from '@drawbridge/core';
import type { Grant } from '@drawbridge/rules';
import type { Authenticate } from '../client/authenticate.ts';
import type { ExchangeOptions } from '../exchange-options.ts';
import { decide } from './decide.ts';
import { pickAlgorithm } from './pick-algorithm.ts';
import type { Manners } from './manners.ts';
import { tokenReply } from './reply.ts';
import { readTokenRequest, type TokenRequest } from './request.ts';

/** How a token endpoint reads its requests and knows its callers. */
export interface TokenEndpointOptions extends ExchangeOptions, Omit<Manners, 'toReply'> {
  readonly authenticate: Authenticate;
}

/**
 * `POST /token`: read, authenticate, verify, decide, mint, reply; each step may end the crossing
 * with a fault.
 */
export function tokenEndpoint(options: TokenEndpointOptions): Endpoint {
  const { verifier, rules, clock, log, wantsJson, authenticate } = options;

  return async (call) => {
    const request = await readTokenRequest(call, options);
    const client = await authenticate(request.credentials);
    const upstream = await verifier.verify(request.token);
    const now = epochSeconds(clock);
    const grant = decide(rules, upstream, { audiences: request.audiences, client });
    const minted = await mintFor(options, request, upstream, grant, now);
    log.info('token exchanged', {
      rule: grant.rule,
      issuer: upstream.issuer,
      subject: textClaim(upstream, 'sub'),
      audience: grant.audiences.join(' '),
      caller: client,
      token: upstream.fingerprint,
      jti_in: textClaim(upstream, 'jti'),
      jti_out: minted.jti,
      expires_in: minted.expiresAt - now,
      client: call.peer.address,
    });
    return tokenReply(wantsJson(call, request), request, minted, now);
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

function textClaim(token: VerifiedToken, name: string): string | undefined {
  const value = token.claim(name);
  return typeof value === 'string' ? value : undefined;
}

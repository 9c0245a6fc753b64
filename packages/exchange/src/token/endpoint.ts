import {
  DrawbridgeError,
  type Endpoint,
  epochSeconds,
  mint,
  type MintedToken,
  type VerifiedToken,
} from '@drawbridge/core';
import type { Grant, RuleSet } from '@drawbridge/rules';
import type { ExchangeOptions } from '../exchange-options.ts';
import { tokenReply } from './reply.ts';
import { readTokenRequest, type TokenRequest } from './request.ts';

/** `POST /token`: read, verify, decide, mint, reply; each step may end the crossing with a fault. */
export function tokenEndpoint(options: ExchangeOptions): Endpoint {
  const { verifier, rules, clock, log } = options;

  return async (call) => {
    const request = await readTokenRequest(call);
    const upstream = await verifier.verify(request.token);
    const now = epochSeconds(clock);
    const grant = decide(rules, upstream);
    const minted = await mintFor(options, request, upstream, grant, now);
    log.info('token exchanged', {
      rule: grant.rule,
      issuer: upstream.issuer,
      subject: textClaim(upstream, 'sub'),
      audience: grant.audience,
      token: upstream.fingerprint,
      jti_in: textClaim(upstream, 'jti'),
      jti_out: minted.jti,
      expires_in: minted.expiresAt - now,
      client: call.peer.address,
    });
    return tokenReply(call, minted, now);
  };
}

function decide(rules: RuleSet, upstream: VerifiedToken): Grant {
  const grant = rules.decide(upstream);
  if (grant === undefined) {
    throw new DrawbridgeError('rule_denied', {
      detail: `no rule matches this token of ${upstream.issuer}`,
      token: upstream.fingerprint,
    });
  }
  return grant;
}

async function mintFor(
  { issuer, keyRing }: ExchangeOptions,
  { alg }: TokenRequest,
  upstream: VerifiedToken,
  { audience, claims, lifetime }: Grant,
  now: number,
): Promise<MintedToken> {
  // What is minted never outlives what it was minted from. The verifier's leeway
  // may let a token in that is a few seconds past its end: nothing can come of it.
  const expiresAt = Math.min(upstream.expiresAt, now + lifetime);
  if (expiresAt <= now) throw new DrawbridgeError('token_expired');
  return mint(keyRing.signingKey(alg), { issuer, audience, now, expiresAt, claims });
}

function textClaim(token: VerifiedToken, name: string): string | undefined {
  const value = token.claim(name);
  return typeof value === 'string' ? value : undefined;
}

import { createDefaultEngine, createKeySet } from '@drawbridge/core';
import { createGuard, type GuardRequest } from '@drawbridge/guard';
import type { TokensToVerify } from '../verify/tokens.ts';
import type { VerifyToken } from '../verify/verifiers.ts';

/** A guard as a verifier of access tokens, with its keys at hand. @param maxTokens - how many it remembers */
export function guardVerifier(given: TokensToVerify, maxTokens: number): VerifyToken {
  const { alg, issuer, audience, key, tokens } = given;
  const keys = createKeySet([key.publicJwk], issuer, createDefaultEngine());
  const guard = createGuard({ issuer, audience, keys, algorithms: [alg], cache: { maxTokens } });
  // As a server has them: made before, and not by what is measured.
  const requests = new Map(tokens.map((token) => [token, requestWith(token)]));
  return (token) => guard.identify(requests.get(token) ?? requestWith(token));
}

/** A request as a proxy sends it. */
export function requestWith(token: string): GuardRequest {
  return {
    headers: [
      ['Host', 'api.example.com'],
      ['X-Real-IP', '192.0.2.1'],
      ['X-Forwarded-For', '192.0.2.1'],
      ['X-Forwarded-Proto', 'https'],
      ['Accept', 'application/json'],
      ['Authorization', Buffer.from(`Bearer ${token}`).toString('latin1')],
    ],
    peer: { address: '127.0.0.1' },
  };
}

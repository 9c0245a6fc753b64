import { type Endpoint, type KeyRing, RESERVED_CLAIMS } from '@drawbridge/core';
import type { RuleSet } from '@drawbridge/rules';
import { documentReply } from './document-reply.ts';

interface DiscoveryOptions {
  readonly issuer: string;
  readonly keyRing: KeyRing;
  readonly rules: RuleSet;
}

/**
 * The discovery document: the six members that AWS asks for, and no more. The
 * exchange has no authorization endpoint, so it does not claim one.
 */
export function discoveryEndpoint({ issuer, keyRing, rules }: DiscoveryOptions): Endpoint {
  const claims = [...new Set([...RESERVED_CLAIMS, ...rules.claimNames])].sort();
  return () =>
    documentReply('application/json', {
      issuer,
      jwks_uri: `${issuer.replace(/\/$/, '')}/.well-known/jwks.json`,
      response_types_supported: ['id_token'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: keyRing.algorithms(),
      claims_supported: claims,
    });
}

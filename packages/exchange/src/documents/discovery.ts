import { type Endpoint, RESERVED_CLAIMS } from '@drawbridge/core';
import type { RuleSet } from '@drawbridge/rules';
import { documentEndpoint, type DocumentOptions } from './document-endpoint.ts';

interface DiscoveryOptions extends DocumentOptions {
  readonly issuer: string;
  readonly rules: RuleSet;
}

/**
 * The discovery document: the six members that AWS asks for, and no more. The
 * exchange has no authorization endpoint, so it does not claim one.
 */
export function discoveryEndpoint({ issuer, rules, ...options }: DiscoveryOptions): Endpoint {
  const claims = [...new Set([...RESERVED_CLAIMS, ...rules.claimNames])].sort();
  return documentEndpoint('application/json', options, () => ({
    issuer,
    jwks_uri: `${issuer.replace(/\/$/, '')}/.well-known/jwks.json`,
    response_types_supported: ['id_token'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: options.keyRing.algorithms(),
    claims_supported: claims,
  }));
}

import { type Endpoint, issuerDocument, RESERVED_CLAIMS } from '@drawbridge/core';
import type { RuleSet } from '@drawbridge/rules';
import { documentEndpoint, type DocumentOptions } from './document-endpoint.ts';

interface DiscoveryOptions extends DocumentOptions {
  readonly issuer: string;
  readonly rules: RuleSet;
}

/** The discovery document. */
export function discoveryEndpoint({ issuer, rules, ...options }: DiscoveryOptions): Endpoint {
  const claims = [...new Set([...RESERVED_CLAIMS, ...rules.claimNames])].sort();
  return documentEndpoint('application/json', options, () =>
    issuerDocument({ issuer, algorithms: options.keyRing.algorithms(), claims }),
  );
}

import { type Endpoint, issuerDocument } from '@drawbridge/core';
import type { RuleSet } from '@drawbridge/rules';
import { documentClaims } from './document-claims.ts';
import { documentEndpoint, type DocumentOptions } from './document-endpoint.ts';

interface DiscoveryOptions extends DocumentOptions {
  readonly issuer: string;
  readonly rules: RuleSet;
}

/** The discovery document. */
export function discoveryEndpoint({ issuer, rules, ...options }: DiscoveryOptions): Endpoint {
  const claims = documentClaims(rules);
  return documentEndpoint('application/json', options, () =>
    issuerDocument({ issuer, algorithms: options.keyRing.algorithms(), claims }),
  );
}

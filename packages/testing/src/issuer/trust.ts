import {
  type Clock,
  createDefaultEngine,
  createUpstreamKeys,
  createVerifier,
  loadByDiscovery,
  type UpstreamIssuer,
  type Verifier,
} from '@drawbridge/core';
import type { TestIssuer } from './test-issuer.ts';

/** A test issuer as an upstream issuer: its keys come through its own `fetch`. */
export function trust(issuer: TestIssuer, changes: Partial<UpstreamIssuer> = {}): UpstreamIssuer {
  return {
    issuer: issuer.issuer,
    audiences: [issuer.audience],
    keys: createUpstreamKeys({
      issuer: issuer.issuer,
      load: loadByDiscovery({ issuer: issuer.issuer, fetch: issuer.fetch }),
      engine: createDefaultEngine(),
      clock: issuer.clock,
    }),
    ...changes,
  };
}

/** A real verifier that accepts one test issuer. */
export function createTestVerifier(
  issuer: TestIssuer,
  changes: Partial<UpstreamIssuer> = {},
  clock: Clock = issuer.clock,
): Verifier {
  return createVerifier({
    issuers: [trust(issuer, changes)],
    engine: createDefaultEngine(),
    clock,
  });
}

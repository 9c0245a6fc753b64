import type { KeyRing } from '@drawbridge/core';
import type { HealthCheck } from '@drawbridge/node';
import type { ExchangeSection } from './section/exchange-section.ts';

/**
 * Whether there is a key to sign with, and one of the algorithm that signs when nobody asks. A rule whose own
 * algorithm has none is no matter of readiness: the other rules would go down with it. A warning tells of that one.
 */
export function signingKeyCheck({ signing }: ExchangeSection, keyRing: KeyRing): HealthCheck {
  return {
    name: 'signing-key',
    check: () => void keyRing.signingKey(signing?.default),
  };
}

import type { KeyRing, Log } from '@drawbridge/core';
import type { ExchangeSection } from './section/exchange-section.ts';

/** Tells the operator of algorithms that are configured and that no key signs with yet. */
export function warnOfMissingKeys(
  { signing, rules }: ExchangeSection,
  keyRing: KeyRing,
  log: Log,
): void {
  const present = new Set(keyRing.algorithms());
  const wanted = new Set([signing?.default, ...rules.map(({ grant }) => grant.algorithm)]);
  for (const alg of wanted) {
    if (alg === undefined || present.has(alg)) continue;
    log.warn('no key signs with an algorithm that is configured', {
      alg,
      detail: `make one: drawbridge keys generate --alg ${alg}; or wait until it has been published for long enough`,
    });
  }
}

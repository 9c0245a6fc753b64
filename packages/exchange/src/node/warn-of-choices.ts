import type { Log } from '@drawbridge/core';
import type { ExchangeSection } from './section/exchange-section.ts';

/** Tells the operator at each start of the settings that give up a protection. */
export function warnOfChoices({ upstreams, rules }: ExchangeSection, log: Log): void {
  for (const { issuer, anyAudience } of upstreams) {
    if (anyAudience !== true) continue;
    log.warn('tokens for any audience are accepted', {
      issuer,
      detail:
        'anyAudience is set: a token of this issuer that was meant for any other service ' +
        'can be exchanged here. Give audiences instead.',
    });
  }
  for (const { name, grant } of rules) {
    if (grant.passUpstreamAudience !== true) continue;
    log.warn('the upstream decides which relying party is opened', {
      rule: name,
      detail:
        'passUpstreamAudience is set: whoever can choose the audience of an upstream token ' +
        'chooses what the minted one is for. Give an audience instead.',
    });
  }
}

import type { Log } from '@drawbridge/core';
import type { ExchangeSection } from './section/exchange-section.ts';

/** Tells the operator at each start of the settings that give up a protection. */
export function warnOfChoices({ keys, upstreams, rules }: ExchangeSection, log: Log): void {
  if (keys?.x5c === true) {
    log.warn('keys are published with certificates', {
      detail:
        'keys.x5c is set: the Ceph Object Gateway needs that, and Google Cloud refuses such a JWK Set. ' +
        'Give each an exchange of its own where both are to trust this one.',
    });
  }
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

import { type ConfigFault, parseUrl } from '@drawbridge/core';
import type { VouchFaultSettings } from './provider-faults.ts';
import { VOUCH_PROVIDER_ROWS } from './provider-rows.ts';

/** What is odd about the section `oauth`, and may be meant all the same. */
export function vouchProviderWarnings({ oauth }: VouchFaultSettings): readonly ConfigFault[] {
  const { scopes = [], callbackUrls = [], provider } = oauth;
  const warnings: ConfigFault[] = [];
  const usual = VOUCH_PROVIDER_ROWS.find(({ name }) => name === provider)?.usualScopes ?? [];
  const lacking = usual.filter((scope) => !scopes.includes(scope));
  if (lacking.length > 0) {
    warnings.push({
      path: 'oauth.scopes',
      message: `has no ${lacking.join(' and no ')}, so that the provider may not tell who it is: add what is missing`,
    });
  }
  for (const address of callbackUrls) {
    const path = parseUrl(address)?.pathname;
    if (path === undefined || /\/auth\/?$/.test(path)) continue;
    warnings.push({
      path: callbackUrls.length === 1 ? 'oauth.callback_url' : 'oauth.callback_urls',
      message:
        'does not end with /auth, which is where this gateway takes answers: see that something leads there',
    });
  }
  return warnings;
}

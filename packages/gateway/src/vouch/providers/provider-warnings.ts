import { type ConfigFault, isLoopback, parseUrl } from '@drawbridge/core';
import type { VouchFaultSettings } from './provider-faults.ts';
import { VOUCH_PROVIDER_ROWS } from './provider-rows.ts';

/** What is odd about the section `oauth`, and may be meant all the same. */
export function vouchProviderWarnings({
  cookie,
  oauth,
}: VouchFaultSettings): readonly ConfigFault[] {
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
  const path = callbackUrls.length === 1 ? 'oauth.callback_url' : 'oauth.callback_urls';
  for (const address of callbackUrls) {
    const url = parseUrl(address);
    if (url === undefined) continue;
    if (url.protocol === 'http:' && cookie.secure && !isLoopback(url)) {
      warnings.push({
        path,
        message:
          'is http, where browsers bring no cookie while vouch.cookie.secure is true: nobody is signed in whom the proxy does not send on to https first; write https, here and at the provider',
      });
    }
    if (/\/auth\/?$/.test(url.pathname)) continue;
    warnings.push({
      path,
      message:
        'does not end with /auth, which is where this gateway takes answers: see that something leads there',
    });
  }
  return warnings;
}

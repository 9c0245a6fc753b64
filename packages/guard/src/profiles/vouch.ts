import type { HeaderProfile } from '../headers/header-profile.ts';

/**
 * Vouch Proxy, where its configuration has `headers.accesstoken` and `headers.idtoken` with the names of
 * its example. What asks it, such as nginx, must copy these fields. Its cookie itself, and its user name, are read by
 * `createCookieGuard` of `@drawbridge/guard/cookie`.
 */
export const VOUCH = Object.freeze<HeaderProfile>({
  name: 'vouch',
  access: [{ name: 'X-Vouch-IdP-AccessToken' }],
  id: { name: 'X-Vouch-IdP-IdToken' },
  source: 'https://github.com/vouch/vouch-proxy/blob/master/config/config.yml_example, 2026-11',
});

import type { HeaderProfile } from '../headers/header-profile.ts';

const SOURCE = 'https://oauth2-proxy.github.io/oauth2-proxy/configuration/overview, 2026-11';

/**
 * oauth2-proxy in front of the API, with `pass_access_token`. With `pass_authorization_header` its `Authorization` is the
 * ID token, not the access token.
 */
export const OAUTH2_PROXY = Object.freeze<HeaderProfile>({
  name: 'oauth2-proxy',
  access: [{ name: 'X-Forwarded-Access-Token' }],
  id: { name: 'Authorization', scheme: 'Bearer' },
  source: SOURCE,
});

/**
 * oauth2-proxy that nginx or Traefik asks, with `set_xauthrequest` and `pass_access_token`; with
 * `set_authorization_header` the ID token is in `Authorization`. The proxy that asks must copy these
 * fields, and overwrite what its caller sent.
 */
export const OAUTH2_PROXY_AUTH_REQUEST = Object.freeze<HeaderProfile>({
  name: 'oauth2-proxy auth_request',
  access: [{ name: 'X-Auth-Request-Access-Token' }],
  id: { name: 'Authorization', scheme: 'Bearer' },
  source: SOURCE,
});

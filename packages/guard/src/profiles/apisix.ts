import type { HeaderProfile } from '../headers/header-profile.ts';

/**
 * The `openid-connect` plugin of Apache APISIX. `X-Raw-ID-Token` is there from 3.18 on with
 * `set_raw_id_token_header`, `X-Refresh-Token` with `set_refresh_token_header`; with
 * `access_token_in_authorization_header` the access token is in `Authorization`. In its other mode the plugin leaves
 * the caller's own `Authorization` in, so both are read, and must agree.
 */
export const APISIX = Object.freeze<HeaderProfile>({
  name: 'apisix',
  access: [{ name: 'X-Access-Token' }, { name: 'Authorization', scheme: 'Bearer' }],
  id: { name: 'X-Raw-ID-Token' },
  idClaims: { name: 'X-ID-Token' },
  userinfo: { name: 'X-Userinfo' },
  refresh: { name: 'X-Refresh-Token' },
  source: 'https://apisix.apache.org/docs/apisix/plugins/openid-connect/, 2026-11',
});

import type { HeaderProfile } from '../headers/header-profile.ts';
import { BEARER } from './bearer.ts';

/** Envoy's OAuth2 filter with `forward_bearer_token`. */
export const ENVOY = Object.freeze<HeaderProfile>({
  ...BEARER,
  name: 'envoy',
  source:
    'https://www.envoyproxy.io/docs/envoy/latest/api-v3/extensions/filters/http/oauth2/v3/oauth.proto, 2026-11',
});

/**
 * Istio's RequestAuthentication with `forwardOriginalToken`. The field of `outputPayloadToHeader` is not read: it is the access
 * token's own payload again, without the signature, and not that of an ID token.
 */
export const ISTIO = Object.freeze<HeaderProfile>({
  ...BEARER,
  name: 'istio',
  source: 'https://istio.io/latest/docs/reference/config/security/request_authentication/, 2026-11',
});

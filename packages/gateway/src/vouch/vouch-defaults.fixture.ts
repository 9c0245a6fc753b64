import type { VouchSession } from '@drawbridge/oauth';
import type { VouchSettings } from './vouch-settings.ts';

/** Settings of `domains: [example.com]`, with the defaults of Vouch Proxy and without a section `oauth`. */
export const VOUCH_DEFAULTS: VouchSettings = {
  documentRoot: '',
  domains: ['example.com'],
  allowAllUsers: false,
  publicAccess: false,
  whiteList: [],
  teamWhitelist: [],
  testing: false,
  testUrls: [],
  postLogoutRedirectUris: [],
  jwt: { issuer: 'Vouch', maxAge: 14_400 },
  cookie: {
    name: 'VouchCookie',
    domain: undefined,
    secure: true,
    httpOnly: true,
    maxAge: 14_400,
    sameSite: undefined,
  },
  session: { name: 'VouchSession', maxAge: 300 },
  headers: {
    jwt: 'X-Vouch-Token',
    user: 'X-Vouch-User',
    success: 'X-Vouch-Success',
    error: 'X-Vouch-Error',
    queryString: 'access_token',
    claims: [],
    claimHeader: 'X-Vouch-IdP-Claims-',
    accessToken: undefined,
    idToken: undefined,
    refreshToken: undefined,
  },
  oauth: undefined,
};

/** What such a Vouch Proxy has of a person, with no tokens and no end but what is given. */
export function vouchSession(given: Partial<VouchSession> = {}): VouchSession {
  return {
    username: 'ann@example.com',
    customClaims: undefined,
    accessToken: undefined,
    idToken: undefined,
    refreshToken: undefined,
    audience: 'example.com',
    expiresAt: undefined,
    issuer: 'Vouch',
    ...given,
  };
}

import { describe, expect, it } from 'vitest';
import type { HeaderProfile } from '../headers/header-profile.ts';
import { createCredentialReader } from '../headers/read-credentials.ts';
import { APISIX } from './apisix.ts';
import { AWS_ALB } from './aws-alb.ts';
import { BEARER } from './bearer.ts';
import { CLOUDFLARE_ACCESS, cloudflareAccess } from './cloudflare-access.ts';
import { DRAWBRIDGE } from './drawbridge.ts';
import { ENVOY, ISTIO } from './envoy.ts';
import { GOOGLE_IAP, googleIap } from './google-iap.ts';
import { OAUTH2_PROXY, OAUTH2_PROXY_AUTH_REQUEST } from './oauth2-proxy.ts';
import { VOUCH } from './vouch.ts';

const PROFILES: readonly HeaderProfile[] = [
  APISIX,
  AWS_ALB,
  BEARER,
  CLOUDFLARE_ACCESS,
  DRAWBRIDGE,
  ENVOY,
  GOOGLE_IAP,
  ISTIO,
  OAUTH2_PROXY,
  OAUTH2_PROXY_AUTH_REQUEST,
  VOUCH,
];

describe('header profiles', () => {
  it.each(PROFILES)('$name can be read, and says where it is from', (profile) => {
    const [first] = profile.access;
    const value = first?.scheme === undefined ? 'a.b.c' : 'Bearer a.b.c';
    const reader = createCredentialReader(profile);
    expect(reader.read([[first?.name ?? '', value]]).access).toBe('a.b.c');
    expect(profile.source).toMatch(/, 2026-11$/);
    expect(Object.isFrozen(profile)).toBe(true);
  });

  it('have names of their own', () => {
    expect(new Set(PROFILES.map(({ name }) => name)).size).toBe(PROFILES.length);
  });

  it.each([OAUTH2_PROXY, OAUTH2_PROXY_AUTH_REQUEST])(
    '$name takes Authorization for the ID token, never for the access token',
    (profile) => {
      const { access, id } = createCredentialReader(profile).read([['Authorization', 'Bearer a']]);
      expect([access, id]).toEqual([undefined, 'a']);
    },
  );
});

describe('cloudflareAccess', () => {
  it.each(['', 'a.b', 'evil.test/', 'team@evil.test', 'Team', '-a', 'a#', 'https://a', undefined])(
    'refuses the team %j',
    (team) => {
      expect(() => cloudflareAccess({ team: team as string, audience: 'a' })).toThrow(TypeError);
    },
  );

  it('knows issuer and keys of a team', () => {
    expect(cloudflareAccess({ team: 'my-team', audience: 'tag' })).toEqual({
      issuer: 'https://my-team.cloudflareaccess.com',
      jwksUri: 'https://my-team.cloudflareaccess.com/cdn-cgi/access/certs',
      audience: 'tag',
      algorithms: ['RS256'],
    });
  });
});

describe('googleIap', () => {
  it('knows issuer and keys', () => {
    const audience = '/projects/1/apps/a';
    expect(googleIap({ audience })).toMatchObject({
      issuer: 'https://cloud.google.com/iap',
      audience,
      algorithms: ['ES256'],
    });
  });
});

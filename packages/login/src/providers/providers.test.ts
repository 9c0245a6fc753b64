import { describe, expect, it } from 'vitest';
import { chooseScope, refreshParameters } from './choose-scope.ts';
import { findProvider, findProviderByName, PROVIDERS } from './find-provider.ts';
import { type Fact, PROVIDER_IDS } from './provider.ts';
import { redirectUrisOf } from './redirect-uris.ts';

const KEYCLOAK = {
  authorization_endpoint: 'https://id.test/realms/acme/protocol/openid-connect/auth',
  scopes_supported: ['openid', 'offline_access'],
};

describe('findProvider', () => {
  it.each([
    ['https://acme.okta.com/oauth2/default', 'okta'],
    ['https://acme.okta.com/.well-known/openid-configuration', 'okta'],
    ['https://acme.oktapreview.com', 'okta'],
    ['https://login.microsoftonline.com/3b9f/v2.0', 'entra'],
    ['https://acme.eu.auth0.com/', 'auth0'],
    ['https://accounts.google.com', 'google'],
    ['https://gitlab.com', 'gitlab'],
  ])('knows %s', (issuer, id) => {
    expect(findProvider(issuer)?.id).toBe(id);
  });

  it.each([
    'https://okta.com.evil.test',
    'https://evil.test/okta.com',
    'https://evil.test/?a=.okta.com',
    'https://notokta.com',
    'https://myauth0.com',
    'https://gitlab.com.test',
    'https://user@evil.test/#okta.com',
    'okta.com',
    '',
  ])('takes %s for nobody', (issuer) => {
    expect(findProvider(issuer)).toBeUndefined();
  });

  it('knows those that run anywhere by their documents', () => {
    expect(findProvider('https://id.test/realms/acme', KEYCLOAK)?.id).toBe('keycloak');
    const gitlab = { claims_supported: ['sub', 'sub_legacy', 'groups_direct'] };
    expect(findProvider('https://git.test', gitlab)?.id).toBe('gitlab');
    expect(findProvider('https://id.test', { claims_supported: 5 })).toBeUndefined();
    expect(findProvider('https://acme.okta.com', KEYCLOAK)?.id).toBe('okta');
  });

  it('has each by its name', () => {
    expect(PROVIDERS.map(({ id }) => id)).toEqual(PROVIDER_IDS);
    for (const id of PROVIDER_IDS) expect(findProviderByName(id)?.id).toBe(id);
    expect(findProviderByName('ping')).toBeUndefined();
  });
});

describe('PROVIDERS', () => {
  it.each(PROVIDERS.map((provider) => [provider.id, provider] as const))(
    'tells for each fact of %s where it is from, and when it was read',
    (_, provider) => {
      const facts = [...Object.values(provider), ...provider.steps].filter(isFact);
      expect(facts.length).toBeGreaterThanOrEqual(2);
      for (const known of facts) {
        if ('assumed' in known) {
          expect(known.assumed).toMatch(/^\w.*\.$/);
          continue;
        }
        expect(known.source).toMatch(/^https:\/\/[a-z0-9.-]+\/\S/);
        expect(known.read).toMatch(/^\d{4}-\d{2}-\d{2}$/);
      }
      expect(provider.steps.filter(({ value }) => value.includes('{uris}'))).toHaveLength(1);
      expect(provider.refresh.value === 'parameters').toBe(
        provider.refreshParameters !== undefined,
      );
    },
  );
});

describe('chooseScope', () => {
  const of = (issuer: string, wantsRefresh: boolean, given?: string, metadata?: object) =>
    chooseScope({ issuer, wantsRefresh, given, metadata: { ...metadata } });

  it.each([
    ['https://acme.okta.com', 'openid groups'],
    ['https://login.microsoftonline.com/t/v2.0', ' openid \n profile '],
  ])('adds nothing to what is given for %s', (issuer, given) => {
    expect(of(issuer, true, given)).toBe(given.trim().split(/\s+/).join(' '));
  });

  it.each([
    ['https://acme.okta.com', true, 'openid email offline_access'],
    ['https://acme.okta.com', false, 'openid email offline_access'],
    ['https://login.microsoftonline.com/t/v2.0', true, 'openid email offline_access'],
    ['https://login.microsoftonline.com/t/v2.0', false, 'openid email'],
    ['https://accounts.google.com', true, 'openid email'],
    ['https://gitlab.com', true, 'openid email'],
    ['https://id.test', true, 'openid email'],
    ['https://evil.test/okta.com', true, 'openid email'],
  ])('asks at %s (renewed: %s) for %s', (issuer, wantsRefresh, scope) => {
    expect(of(issuer, wantsRefresh)).toBe(scope);
    expect(of(issuer, wantsRefresh, ' ')).toBe(scope);
  });

  it('asks a provider that is not known for what it lists', () => {
    const listed = { scopes_supported: ['openid', 'offline_access'] };
    expect(of('https://id.test', true, undefined, listed)).toBe('openid email offline_access');
    expect(of('https://id.test', false, undefined, listed)).toBe('openid email');
    expect(of('https://id.test', true, undefined, { scopes_supported: 'offline_access' })).toBe(
      'openid email',
    );
    expect(of('https://id.test', true, undefined, KEYCLOAK)).toBe('openid email');
  });

  it('asks Google by parameters', () => {
    const google = { issuer: 'https://accounts.google.com' };
    expect(refreshParameters({ ...google, wantsRefresh: true })).toEqual({
      access_type: 'offline',
      prompt: 'consent',
    });
    expect(refreshParameters({ ...google, wantsRefresh: false })).toEqual({});
    expect(refreshParameters({ issuer: 'https://acme.okta.com', wantsRefresh: true })).toEqual({});
  });
});

describe('redirectUrisOf', () => {
  it('names every port where the provider compares it, else none', () => {
    const of = (id: string) => {
      const provider = findProviderByName(id);
      return provider && redirectUrisOf(provider, [6432, 6433], '/callback');
    };
    expect(of('okta')).toEqual([
      'http://127.0.0.1:6432/callback',
      'http://127.0.0.1:6433/callback',
    ]);
    expect(of('entra')).toEqual(['http://localhost/callback']);
    expect(of('keycloak')).toEqual(['http://127.0.0.1/callback']);
  });
});

function isFact(value: unknown): value is Fact<unknown> {
  return typeof value === 'object' && value !== null && 'value' in value;
}

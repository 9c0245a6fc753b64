import { describe, expect, it } from 'vitest';
import { VOUCH_PROVIDERS } from '../vouch-provider.ts';
import { vouchProviderDefaults } from './provider-defaults.ts';
import { VOUCH_PROVIDER_ROWS } from './provider-rows.ts';

describe('the defaults of a provider', () => {
  it('are S256 for five of them whatever is written, and as written for the others', () => {
    const forced = VOUCH_PROVIDERS.filter(
      (name) => vouchProviderDefaults(name, {}).codeChallengeMethod === 'S256',
    );
    expect(forced).toEqual(['google', 'github', 'indieauth', 'azure', 'discord']);
    const written = vouchProviderDefaults('oidc', { codeChallengeMethod: 'S256' });
    expect(written.codeChallengeMethod).toBe('S256');
  });

  it('are the endpoints of Google, whatever is written', () => {
    const given = {
      authUrl: 'https://evil.test/',
      tokenUrl: 'https://evil.test/',
      userInfoUrl: 'https://evil.test/',
    };
    expect(vouchProviderDefaults('google', given)).toEqual({
      ...vouchProviderDefaults('google', {}),
    });
  });

  it('are kept from what is written for GitHub Enterprise', () => {
    const authUrl = 'https://github.example.com/login/oauth/authorize';
    const filled = vouchProviderDefaults('github', { authUrl, tokenUrl: '' });
    expect(filled).toMatchObject({
      authUrl,
      tokenUrl: 'https://github.com/login/oauth/access_token',
    });
  });

  it('are the scope of teams where there are teams to ask for, and no scopes are written', () => {
    expect(vouchProviderDefaults('github', {}, ['acme/core']).scopes).toEqual([
      'read:user',
      'read:org',
    ]);
    expect(vouchProviderDefaults('github', {}).scopes).toEqual(['read:user']);
    expect(vouchProviderDefaults('github', { scopes: ['user'] }, ['acme']).scopes).toEqual([
      'user',
    ]);
  });

  it('are the callback address as the relying party of AD FS, and the access token of Azure', () => {
    const callbackUrls = ['https://vouch.example.com/auth'];
    expect(vouchProviderDefaults('adfs', { callbackUrls }).relyingPartyId).toBe(callbackUrls[0]);
    expect(
      vouchProviderDefaults('adfs', { callbackUrls, relyingPartyId: 'urn:x' }).relyingPartyId,
    ).toBe('urn:x');
    expect(vouchProviderDefaults('azure', {}).azureToken).toBe('access_token');
  });

  it('hold no secret in an address, and say where they are from', () => {
    expect(VOUCH_PROVIDER_ROWS.map(({ name }) => name)).toEqual(VOUCH_PROVIDERS);
    for (const { name, defaults, sources, restsOn, readOn } of VOUCH_PROVIDER_ROWS) {
      expect(JSON.stringify(defaults)).not.toContain('access_token=');
      expect(
        sources.every((source) => /^https:\/\/[^ ]+( \(.+\))?$/.test(source)),
        name,
      ).toBe(true);
      // Where all that was read is of Vouch Proxy, that is said, and only there.
      const isSecondHand = sources.every((source) => source.includes('/vouch/vouch-proxy/'));
      expect(restsOn.startsWith('The source of Vouch Proxy alone'), name).toBe(isSecondHand);
      expect(readOn).toMatch(/^\d{4}-\d\d-\d\d$/);
    }
  });
});

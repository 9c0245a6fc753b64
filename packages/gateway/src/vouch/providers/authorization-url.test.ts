import { describe, expect, it } from 'vitest';
import { VOUCH_PROVIDERS, type VouchProviderName } from '../vouch-provider.ts';
import type { GivenSettings } from './provider-defaults.ts';
import { ATTEMPT, createStub } from './vouch-provider.fixture.ts';

/** S256 of the verifier of `ATTEMPT`, by `openssl dgst -sha256 -binary | basenc --base64url`. */
const CHALLENGE = 'mOZVMPfKANhA1EXi0Y0qf58MW4Xz7G3tkazgzv8WhS4';

const UNNEEDED: GivenSettings = { authUrl: undefined, tokenUrl: undefined, userInfoUrl: undefined };

async function ask(
  name: VouchProviderName,
  given: GivenSettings = {},
  attempt = ATTEMPT,
): Promise<URL> {
  const { provider } = await createStub(name, { given, answers: {} });
  return new URL(await provider.authorizationUrl(attempt));
}

const parameters = async (...asked: Parameters<typeof ask>) =>
  Object.fromEntries((await ask(...asked)).searchParams);

const OURS = {
  client_id: 'vouch',
  redirect_uri: ATTEMPT.redirectUri,
  response_type: 'code',
  state: ATTEMPT.state,
};
const S256 = { code_challenge: CHALLENGE, code_challenge_method: 'S256' };
const OPENID = { scope: 'openid email profile', nonce: ATTEMPT.nonce };

describe('the address that a browser is sent to', () => {
  it.each<[VouchProviderName, GivenSettings, string, object]>([
    [
      'google',
      { ...UNNEEDED, scopes: [], preferredDomain: 'example.com' },
      'https://accounts.google.com/o/oauth2/v2/auth',
      { ...OURS, ...S256, scope: 'openid email', nonce: ATTEMPT.nonce, hd: 'example.com' },
    ],
    [
      'github',
      { ...UNNEEDED, scopes: [] },
      'https://github.com/login/oauth/authorize',
      { ...OURS, ...S256, scope: 'read:user' },
    ],
    [
      'discord',
      { ...UNNEEDED, scopes: [] },
      'https://discord.com/oauth2/authorize',
      { ...OURS, ...S256, scope: 'identify email' },
    ],
    ['indieauth', { scopes: [] }, 'https://id.example.com/oauth2/authorize', { ...OURS, ...S256 }],
    ['azure', {}, 'https://id.example.com/oauth2/authorize', { ...OURS, ...S256, ...OPENID }],
    [
      'adfs',
      {},
      'https://id.example.com/oauth2/authorize',
      { ...OURS, ...OPENID, resource: ATTEMPT.redirectUri },
    ],
    [
      'adfs',
      { relyingPartyId: 'urn:vouch' },
      'https://id.example.com/oauth2/authorize',
      { ...OURS, ...OPENID, resource: 'urn:vouch' },
    ],
    ['oidc', {}, 'https://id.example.com/oauth2/authorize', { ...OURS, ...OPENID }],
    [
      'oidc',
      { codeChallengeMethod: 'S256' },
      'https://id.example.com/oauth2/authorize',
      { ...OURS, ...OPENID, ...S256 },
    ],
    [
      'oidc',
      { scopes: ['read'], claims: '{"userinfo":{"groups":null}}' },
      'https://id.example.com/oauth2/authorize',
      { ...OURS, scope: 'read', claims: '{"userinfo":{"groups":null}}' },
    ],
  ])('of %s with %j is %s', async (name, given, address, expected) => {
    const url = await ask(name, given);
    expect(url.origin + url.pathname).toBe(address);
    expect(Object.fromEntries(url.searchParams)).toEqual(expected);
  });

  it.each(VOUCH_PROVIDERS.filter((name) => name !== 'google'))(
    'of %s keeps the query of the endpoint, and lets none of its own be set by it',
    async (name) => {
      const authUrl =
        'https://id.example.com/a?tenant=t&state=evil&redirect_uri=https://evil.test&nonce=evil&code_challenge=evil&response_mode=form_post&request=evil';
      const asked = await parameters(name, { authUrl });
      expect(asked).toMatchObject({ ...OURS, tenant: 't' });
      expect(JSON.stringify(asked)).not.toContain('evil');
      expect(asked).not.toHaveProperty('response_mode');
    },
  );

  it('says no redirect address where none is configured, as GitHub has one registered', async () => {
    const asked = await parameters('github', {}, { ...ATTEMPT, redirectUri: '' });
    expect(asked).not.toHaveProperty('redirect_uri');
  });

  it('never has the verifier or the secret', async () => {
    for (const name of VOUCH_PROVIDERS) {
      const { href } = await ask(name);
      expect(href).not.toContain(ATTEMPT.codeVerifier);
      expect(href).not.toContain('secret');
    }
  });
});

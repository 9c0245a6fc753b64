import { encodeBase64Url, encodeUtf8 } from '@drawbridge/core';
import { describe, expect, it } from 'vitest';
import * as documented from './documented-answers.fixture.ts';
import type { GivenSettings } from './provider-defaults.ts';
import {
  ACCESS_TOKEN,
  ATTEMPT,
  CLIENT_SECRET,
  CODE,
  createStub,
  json,
  published,
  type StubOptions,
  TOKEN,
  tokens,
  USERINFO,
} from './vouch-provider.fixture.ts';

const identify = async (
  name: Parameters<typeof createStub>[0],
  options: StubOptions,
  attempt = ATTEMPT,
) => {
  const stub = await createStub(name, options);
  return { ...stub, identity: await stub.provider.identify(CODE, attempt) };
};

const GITHUB = {
  'https://github.com/login/oauth/access_token': json({
    access_token: ACCESS_TOKEN,
    scope: 'read:user',
    token_type: 'bearer',
  }),
  'https://api.github.com/user': json(documented.GITHUB_USER),
};
const GITHUB_GIVEN: GivenSettings = {
  authUrl: undefined,
  tokenUrl: undefined,
  userInfoUrl: undefined,
  scopes: undefined,
};

describe('who signed in at', () => {
  it('Google is the email that was verified', async () => {
    const { identity, requests } = await identify('google', {
      issuer: 'https://accounts.google.com',
      documents: published({ token_endpoint: 'https://oauth2.googleapis.com/token' }),
      answers: (issuer) => ({
        'https://oauth2.googleapis.com/token': async (request) =>
          tokens({
            id_token: await issuer.issue({
              sub: documented.GOOGLE_USERINFO.sub,
              nonce: ATTEMPT.nonce,
            }),
          })(request),
        'https://www.googleapis.com/oauth2/v3/userinfo': json(documented.GOOGLE_USERINFO),
      }),
    });
    expect(identity).toMatchObject({
      username: 'ada@example.com',
      email: 'ada@example.com',
      teams: [],
      claims: documented.GOOGLE_USERINFO,
      accessToken: ACCESS_TOKEN,
    });
    expect(identity.idToken).toMatch(/^ey/);
    const [redeemed, asked] = requests;
    expect(Object.fromEntries(redeemed?.body ?? [])).toEqual({
      grant_type: 'authorization_code',
      code: CODE,
      redirect_uri: ATTEMPT.redirectUri,
      code_verifier: ATTEMPT.codeVerifier,
      client_id: 'vouch',
      client_secret: CLIENT_SECRET,
    });
    expect(asked?.headers).toMatchObject({ authorization: `Bearer ${ACCESS_TOKEN}` });
  });

  it.each(['access_token', 'token'])(
    'GitHub is the login, and no %s is in an address',
    async (name) => {
      const { identity, requests } = await identify('github', {
        given: { ...GITHUB_GIVEN, userInfoUrl: `https://api.github.com/user?${name}=` },
        answers: GITHUB,
      });
      expect(identity).toMatchObject({ username: 'ada', email: undefined, idToken: undefined });
      expect(requests[0]?.headers).toMatchObject({ accept: 'application/json' });
      expect(requests.map(({ url }) => url).join()).not.toContain('token=');
    },
  );

  it('an IndieAuth server is the site, told by the authorization endpoint', async () => {
    const url = 'https://indielogin.com/auth';
    const { identity, requests } = await identify('indieauth', {
      given: { authUrl: url, clientSecret: undefined, tokenUrl: undefined },
      answers: { [url]: json(documented.INDIEAUTH_PROFILE) },
    });
    expect(identity).toEqual({
      username: 'https://ada.example.net/',
      email: undefined,
      teams: [],
      claims: documented.INDIEAUTH_PROFILE,
      accessToken: '',
      idToken: undefined,
      refreshToken: undefined,
    });
    expect(Object.fromEntries(requests[0]?.body ?? [])).toEqual({
      grant_type: 'authorization_code',
      code: CODE,
      client_id: 'vouch',
      redirect_uri: ATTEMPT.redirectUri,
      code_verifier: ATTEMPT.codeVerifier,
    });
  });

  it('Home Assistant is everybody', async () => {
    const { identity, requests } = await identify('homeassistant', {
      given: { clientSecret: undefined, userInfoUrl: undefined },
      answers: { [TOKEN]: json(documented.HOMEASSISTANT_TOKENS) },
    });
    expect(identity).toMatchObject({
      username: 'homeassistant',
      claims: {},
      refreshToken: 'the-refresh-token-of-ada',
    });
    expect(requests).toHaveLength(1);
    expect(Object.fromEntries(requests[0]?.body ?? [])).toEqual({
      grant_type: 'authorization_code',
      code: CODE,
      redirect_uri: ATTEMPT.redirectUri,
      client_id: 'vouch',
    });
  });

  it.each([
    ['nextcloud', documented.NEXTCLOUD_USER, 'ada', 'ada@example.com'],
    ['alibaba', documented.ALIBABA_USER, 'ada', 'ada@example.com'],
    ['openstax', documented.OPENSTAX_USER, 'ada', 'ada@example.com'],
    [
      'openstax',
      { ...documented.OPENSTAX_USER, username: '' },
      'ada@example.com',
      'ada@example.com',
    ],
    ['oidc', { sub: '1', username: 'ada', email: 'Ada@Example.com' }, 'ada', 'Ada@example.com'],
    ['oidc', { sub: '1', email: 'ada@example.com' }, 'ada@example.com', 'ada@example.com'],
  ] as const)('%s that tells %j is %s', async (name, told, username, email) => {
    const answers = { [TOKEN]: tokens(), [USERINFO]: json(told) };
    const { identity } = await identify(name, { answers });
    expect(identity).toMatchObject({ username, email, claims: told });
  });

  it.each([
    [{}, false, 'ada'],
    [{ discriminator: '1203' }, false, 'ada#1203'],
    [{ discriminator: '1203' }, true, '80351110224678912'],
  ])('Discord with %j, by its id: %s, is %s', async (others, discordUseIds, username) => {
    const { identity } = await identify('discord', {
      given: { discordUseIds },
      answers: { [TOKEN]: tokens(), [USERINFO]: json({ ...documented.DISCORD_USER, ...others }) },
    });
    expect(identity).toMatchObject({ username, email: 'ada@example.com' });
  });

  it('tells the log nothing of what it was told, at any provider', async () => {
    const told = {
      oidc: { sub: 'planted-sub', username: 'planted-name', email: 'planted@example.com' },
      nextcloud: { ocs: { data: { id: 'planted-id', email: 'planted@example.com' } } },
      alibaba: { data: { username: 'planted-name', email: 'planted@example.com' } },
      openstax: { username: 'planted-name' },
      discord: { id: '1', username: 'planted-name', email: 'planted@example.com', verified: true },
    } as const;
    const answers = tokens({ access_token: 'planted-access', refresh_token: 'planted-refresh' });
    for (const name of Object.keys(told) as (keyof typeof told)[]) {
      const { log, identity } = await identify(name, {
        answers: { [TOKEN]: answers, [USERINFO]: json(told[name]) },
      });
      expect(identity.username, name).toContain('planted');
      expect(log.text(), name).not.toMatch(/planted|example\.com/);
      expect(log.text(), name).not.toContain(CODE);
    }
  });

  it('Discord has no email where that was not verified, and claims have none either', async () => {
    const told = { ...documented.DISCORD_USER, verified: false };
    const { identity } = await identify('discord', {
      answers: { [TOKEN]: tokens(), [USERINFO]: json(told) },
    });
    expect(identity).toMatchObject({ username: 'ada', email: undefined });
    expect(identity.claims).not.toHaveProperty('email');
  });
});

const TENANT = documented.ENTRA_CLAIMS.tid;
const ENTRA = `https://login.microsoftonline.com/${TENANT}`;

describe('who signed in at Microsoft Entra ID', () => {
  const part = (value: object) => encodeBase64Url(encodeUtf8(JSON.stringify(value)));
  /** For Microsoft Graph: nobody else can verify it. */
  const graphToken = (claims: object) =>
    `${part({ alg: 'RS256', nonce: 'x' })}.${part(claims)}.c2lnbmF0dXJl`;
  const { oid, tid } = documented.ENTRA_CLAIMS;

  const options = (accessToken: string, given: GivenSettings = {}): StubOptions => ({
    issuer: `${ENTRA}/v2.0`,
    given: {
      authUrl: 'https://login.microsoftonline.com/example.com/oauth2/v2.0/authorize',
      tokenUrl: 'https://login.microsoftonline.com/example.com/oauth2/v2.0/token',
      ...given,
    },
    // A tenant that is named by its domain has a document that names it by its identifier.
    documents: published(
      { token_endpoint: `${ENTRA}/oauth2/v2.0/token` },
      'https://login.microsoftonline.com/example.com/v2.0/.well-known/openid-configuration',
    ),
    answers: (issuer) => ({
      'https://login.microsoftonline.com/example.com/oauth2/v2.0/token': async (request) =>
        tokens({
          access_token: accessToken,
          id_token: await issuer.issue({ ...documented.ENTRA_CLAIMS, nonce: ATTEMPT.nonce }),
        })(request),
    }),
  });

  it('is who the ID token says', async () => {
    const accessToken = graphToken({ oid, tid, upn: 'other@example.com' });
    const { identity } = await identify('azure', options(accessToken, { azureToken: 'id_token' }));
    expect(identity).toMatchObject({
      username: 'ada@example.com',
      claims: documented.ENTRA_CLAIMS,
    });
  });

  it('is who the access token says that came with it, and is of the same person', async () => {
    const accessToken = graphToken({ oid, tid, upn: 'ada@corp.example.com', groups: ['g1'] });
    const { identity } = await identify('azure', options(accessToken));
    expect(identity).toMatchObject({
      username: 'ada@corp.example.com',
      email: 'ada@corp.example.com',
      claims: { groups: ['g1'] },
    });
  });

  it.each([
    ['another person', graphToken({ oid: 'other', tid, upn: 'eve@example.com' })],
    ['another tenant', graphToken({ oid, tid: 'other', upn: 'eve@example.com' })],
    ['nobody', graphToken({ upn: 'eve@example.com' })],
    ['somebody without a name', graphToken({ oid, tid })],
    ['who knows', 'opaque'],
  ])('is who the ID token says, where the access token is of %s', async (_, accessToken) => {
    const { identity } = await identify('azure', options(accessToken));
    expect(identity.username).toBe('ada@example.com');
  });
});

describe('who signed in at AD FS', () => {
  const tokenUrl = 'https://adfs.example.com/adfs/oauth2/token/';
  it('is the upn of the ID token, whose issuer is found above the token endpoint', async () => {
    const { identity, requests, documents } = await identify('adfs', {
      issuer: 'https://adfs.example.com/adfs',
      given: { tokenUrl, clientSecret: undefined },
      documents: published({ token_endpoint: tokenUrl }),
      answers: (issuer) => ({
        [tokenUrl]: async (request) =>
          tokens({
            id_token: await issuer.issue({ ...documented.ADFS_CLAIMS, nonce: ATTEMPT.nonce }),
          })(request),
      }),
    });
    expect(identity).toMatchObject({
      username: 'ada@corp.example.com',
      email: 'ada@corp.example.com',
      claims: documented.ADFS_CLAIMS,
    });
    expect(Object.fromEntries(requests[0]?.body ?? [])).toMatchObject({
      resource: ATTEMPT.redirectUri,
      client_id: 'vouch',
    });
    expect(documents).toEqual([
      'https://adfs.example.com/adfs/oauth2/.well-known/openid-configuration',
      'https://adfs.example.com/adfs/.well-known/openid-configuration',
      'https://adfs.example.com/adfs/jwks.json',
    ]);
  });
});

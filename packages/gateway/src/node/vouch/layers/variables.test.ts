import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { VOUCH_KEYS } from '../keys/all-keys.ts';
import { readVouchVariables } from './read-vouch-variables.ts';
import { makeVouchFolder, type VouchFolder } from '../vouch.fixture.ts';
import { noteBareVariables } from './bare-variables.ts';

let folder: VouchFolder;
beforeEach(async () => {
  folder = await makeVouchFolder();
});
afterEach(() => folder.remove());

const ALL = [...VOUCH_KEYS].flatMap(([key, { env, kind }]) =>
  env.map((name) => [name, key, kind === 'list' || kind === 'secrets'] as const),
);

/** The variables of Vouch Proxy that work, and those that its documentation has and that do nothing there. */
const NAMES = [
  'LOGLEVEL',
  'TESTING',
  'LISTEN',
  'PORT',
  'SOCKETMODE',
  'SOCKETGROUP',
  'DOCUMENT_ROOT',
  'DOMAINS',
  'WHITELIST',
  'TEAMWHITELIST',
  'ALLOWALLUSERS',
  'PUBLICACCESS',
  'WRITETIMEOUT',
  'READTIMEOUT',
  'IDLETIMEOUT',
  'TLS_CERT',
  'TLS_KEY',
  'TLS_PROFILE',
  'JWT_SIGNINGMETHOD',
  'JWT_SIGNING_METHOD',
  'JWT_PUBLICKEYFILE',
  'JWT_PUBLIC_KEY_FILE',
  'JWT_PRIVATEKEYFILE',
  'JWT_PRIVATE_KEY_FILE',
  'JWT_SECRET',
  'JWT_ISSUER',
  'JWT_MAXAGE',
  'JWT_COMPRESS',
  'COOKIE_NAME',
  'COOKIE_DOMAIN',
  'COOKIE_SECURE',
  'COOKIE_HTTPONLY',
  'COOKIE_MAXAGE',
  'COOKIE_SAMESITE',
  'SESSION_NAME',
  'SESSION_MAXAGE',
  'SESSION_KEY',
  'HEADERS_JWT',
  'HEADERS_USER',
  'HEADERS_SUCCESS',
  'HEADERS_ERROR',
  'HEADERS_QUERYSTRING',
  'HEADERS_CLAIMS',
  'HEADERS_REDIRECT',
  'HEADERS_CLAIMHEADER',
  'HEADERS_ACCESSTOKEN',
  'HEADERS_IDTOKEN',
  'HEADERS_REFRESHTOKEN',
  'TESTURL',
  'TESTURLS',
  'POST_LOGOUT_REDIRECT_URIS',
  'JWT_PREVIOUSSECRETS',
  'JWT_ALLOWWEAKSECRET',
  'VALIDATEONLY',
].map((name) => `VOUCH_${name}`);

const OAUTH_NAMES = [
  'PROVIDER',
  'CLIENT_ID',
  'CLIENT_SECRET',
  'ISSUER',
  'AUTH_URL',
  'TOKEN_URL',
  'USER_INFO_URL',
  'USER_TEAM_URL',
  'USER_ORG_URL',
  'END_SESSION_ENDPOINT',
  'CALLBACK_URL',
  'CALLBACK_URLS',
  'RELYING_PARTY_ID',
  'AZURE_TOKEN',
  'CODE_CHALLENGE_METHOD',
  'DISCORD_USE_IDS',
  'SCOPES',
  'PREFERREDDOMAIN',
].map((name) => `OAUTH_${name}`);

describe('readVouchVariables', () => {
  it.each([...NAMES, ...OAUTH_NAMES])('knows %s', (name) => {
    expect(ALL.map(([known]) => known)).toContain(name);
  });

  it.each(ALL)('takes %s for %s', async (name, key, isList) => {
    const { given, faults } = await readVouchVariables({ [name]: 'a, b' });
    expect(faults).toEqual([]);
    expect([...given]).toEqual([[key, { value: isList ? ['a', 'b'] : 'a, b', place: name }]]);
  });

  it.each([...VOUCH_KEYS].filter(([, { env }]) => env.length > 1))(
    'goes by the name that works in Vouch Proxy for %s, where both are set',
    async (key, { env: [works = '', documented = ''] }) => {
      const { given } = await readVouchVariables({ [documented]: 'x', [works]: 'y' });
      expect(given.get(key)?.place).toBe(works);
    },
  );

  it('passes over what is empty, and what Kubernetes says of a service called vouch', async () => {
    const env = { VOUCH_DOMAINS: '', VOUCH_PORT: 'tcp://10.0.0.1:9090', VOUCH_JWT_SECRET_FILE: '' };
    expect((await readVouchVariables(env)).given.size).toBe(0);
  });

  it.each([
    ['VOUCH_JWT_SECRET_FILE', 'vouch.jwt.secret', 'a,b'],
    ['VOUCH_SESSION_KEY_FILE', 'vouch.session.key', 'a,b'],
    ['OAUTH_CLIENT_SECRET_FILE', 'oauth.client_secret', 'a,b'],
    ['VOUCH_JWT_PREVIOUSSECRETS_FILE', 'vouch.jwt.previousSecrets', ['a,b']],
  ] as const)('reads the file of %s', async (name, key, value) => {
    const file = await folder.write('secret', 'a,b\n');
    const { given, files } = await readVouchVariables({ [name]: file });
    expect([...given]).toEqual([[key, { value, place: name }]]);
    expect(files).toEqual([file]);
  });

  it('tells of a file that is not there, and of a secret that is given twice', async () => {
    const { faults } = await readVouchVariables({
      VOUCH_JWT_SECRET_FILE: '/nowhere',
      OAUTH_CLIENT_SECRET: 'PLANTED',
      OAUTH_CLIENT_SECRET_FILE: '/nowhere',
    });
    expect(faults).toEqual([
      {
        path: 'vouch.jwt.secret',
        message:
          'is in a file that is not there: the folder / has no file of that name. Give the path of the file, and not the secret itself (VOUCH_JWT_SECRET_FILE)',
      },
      {
        path: 'oauth.client_secret',
        message: 'is given by OAUTH_CLIENT_SECRET and OAUTH_CLIENT_SECRET_FILE: keep one',
      },
    ]);
  });

  it('takes no name without a prefix, and says which to give it', async () => {
    const env = { CLIENT_ID: 'x', DOCUMENT_ROOT: '/var/www', TOKEN_URL: 'https://elsewhere.test' };
    const { given } = await readVouchVariables(env);
    expect(given.size).toBe(0);
    expect(noteBareVariables(env, given).map(({ fields }) => fields)).toEqual([
      { variable: 'DOCUMENT_ROOT', instead: 'VOUCH_DOCUMENT_ROOT' },
      { variable: 'CLIENT_ID', instead: 'OAUTH_CLIENT_ID' },
      { variable: 'TOKEN_URL', instead: 'OAUTH_TOKEN_URL' },
    ]);
  });
});

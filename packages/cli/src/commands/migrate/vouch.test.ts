import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { testRun } from '../../test-run.fixture.ts';

const SECRET = 'c2VjcmV0LW9mLXRoaXJ0eS10d28tYnl0ZXMtb3Itc28tIQ==';

const VOUCH = `vouch:
  domains: [example.com]
  jwt:
    secret: ${SECRET}
`;
const OAUTH = `oauth:
  provider: oidc
  client_id: apps
  client_secret: PLANTED
  auth_url: https://id.example.com/authorize
  token_url: https://id.example.com/token
  user_info_url: https://id.example.com/userinfo
  callback_url: https://vouch.example.com/auth
`;
const CONFIG = VOUCH + OAUTH;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drawbridge-cli-'));
});
afterEach(() => rm(folder, { recursive: true }));

const at = (name: string) => join(folder, name);
const FLAGS = ['--url', 'https://auth.example.com', '--issuer', 'https://id.example.com'];

async function migrate(
  config: string,
  more: readonly string[] = FLAGS,
  env: NodeJS.ProcessEnv = {},
) {
  await mkdir(at('config'), { recursive: true });
  await writeFile(at('config/config.yml'), config, { mode: 0o600 });
  const args = ['migrate', 'vouch', at('config/config.yml'), '--data', at('data'), ...more];
  return testRun(args, { env });
}

/** What a configuration becomes, and what is told of it. */
async function become(config: string, more: readonly string[] = [], env: NodeJS.ProcessEnv = {}) {
  const { code, stdout, stderr } = await migrate(config, [...FLAGS, '--json', ...more], env);
  expect([code, stderr]).toEqual([0, '']);
  const { config: made, notes } = JSON.parse(stdout);
  return { gateway: made.gateway, config: made, notes: notes.join('\n') };
}

describe('drawbridge migrate vouch refuses', () => {
  it.each(['github', 'indieauth', 'discord', 'alibaba', 'openstax', 'nextcloud', 'homeassistant'])(
    '%s, which is no OpenID provider, and says what to do',
    async (provider) => {
      const { code, stdout, stderr } = await migrate(CONFIG.replace('oidc', provider));
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toContain(`is ${provider}, which is no OpenID provider`);
      expect(stderr).toContain('Stay in Vouch mode');
    },
  );

  it('what it has to be told, all at once, and writes nothing', async () => {
    const { code, stderr } = await migrate(
      CONFIG.replace('vouch:\n', 'vouch:\n  listen: unix:/run/vouch\n  whiteList: [ann]\n'),
      ['--out', at('out.yaml')],
    );
    expect(code).toBe(2);
    for (const fault of [
      '--url is missing',
      'such as https://auth.example.com',
      '--issuer is missing',
      'is a socket file',
      'has no email in it',
    ]) {
      expect(stderr).toContain(fault);
    }
    expect(stderr).not.toContain('PLANTED');
    expect(await readdir(folder)).toEqual(['config']);
  });

  it('the host of Vouch Proxy itself, but where that has a path', async () => {
    const flags = ['--url', 'https://vouch.example.com', '--issuer', 'https://id.example.com'];
    const { code, stderr } = await migrate(CONFIG, flags);
    expect([code, stderr]).toEqual([2, expect.stringContaining('has its callback')]);
    const below = CONFIG.replace('vouch:\n', 'vouch:\n  document_root: /vouch\n').replace(
      '.com/auth\n',
      '.com/vouch/auth\n',
    );
    expect((await migrate(below, flags)).code).toBe(0);
  });

  it.each([
    ['no section oauth', `${VOUCH}  validateOnly: true\n`, 'the gateway signs people in'],
    ['faults of the file', CONFIG.replace('[example.com]', '[]'), 'vouch.domains'],
    ['teams', CONFIG.replace('jwt:', 'teamWhitelist: [org]\n  jwt:'), 'teams of GitHub alone'],
  ])('%s', async (_, config, message) => {
    const { code, stdout, stderr } = await migrate(config);
    expect([code, stdout, stderr]).toEqual([2, '', expect.stringContaining(message)]);
  });
});

describe('drawbridge migrate vouch', () => {
  it('loses no field of a person, whatever its name', async () => {
    const config = CONFIG.replace('vouch:\n', 'vouch:\n  headers: {user: __proto__}\n');
    const { code, stdout, stderr } = await migrate(config);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('__proto__');
  });

  test('writes a configuration that is valid, and each secret to a file of its own', async () => {
    const flags = [...FLAGS, '--out', at('out.yaml'), '--secrets', at('own')];
    const { code, stdout, stderr } = await migrate(CONFIG, flags);
    expect([code, stdout]).toEqual([0, '']);
    expect(stderr).toContain(`config check --config '${at('out.yaml')}'`);
    expect(await readFile(at('own/client-secret'), 'utf8')).toBe('PLANTED');
    expect((await stat(at('own/client-secret'))).mode & 0o777).toBe(0o600);
    const yaml = await readFile(at('out.yaml'), 'utf8');
    expect(yaml + stderr).not.toMatch(/PLANTED|c2VjcmV0/);
    const check = await testRun(['config', 'check', '--config', at('out.yaml')], {});
    expect([check.code, check.stderr]).toEqual([0, '']);
  });

  test('lets in the same people by the same names, and takes their cookies', async () => {
    const { gateway, notes } = await become(CONFIG);
    expect(gateway).toEqual({
      url: 'https://auth.example.com',
      hosts: ['example.com', '*.example.com'],
      listen: '127.0.0.1:9090',
      trustedProxies: ['127.0.0.1', '::1'],
      providers: [
        {
          name: 'oidc',
          issuer: 'https://id.example.com',
          clientId: 'apps',
          clientSecret: { file: at('config/secrets/client-secret') },
        },
      ],
      session: { lifetime: 14_400, idle: 14_400 },
      rules: [{ name: 'people', match: { domains: ['example.com', '*.example.com'] } }],
      headers: { profiles: ['vouch'] },
      compatibility: { vouch: { config: at('config/config.yml'), provider: 'oidc' } },
    });
    expect(notes).toContain('register https://auth.example.com/callback');
    expect(notes).toContain('oauth.token_url: done otherwise. It is found by the discovery');
  });

  test.each([
    ['  allowAllUsers: true', [{ name: 'people', match: {}, allow: 'signed-in' }]],
    ['  whiteList: [ann@x.test, bob]', [{ name: 'people', match: { users: ['ann@x.test'] } }]],
    [
      '  publicAccess: true',
      [
        { name: 'people', match: { domains: ['example.com', '*.example.com'] } },
        { name: 'public', match: {}, allow: 'anyone' },
      ],
    ],
  ])('has rules for %s', async (line, rules) => {
    const cookie = '  cookie: {domain: example.com}\n';
    const config = line.includes('allowAll')
      ? CONFIG.replace('  domains: [example.com]\n', `${line}\n${cookie}`)
      : CONFIG.replace('vouch:\n', `vouch:\n${line}\n`);
    const { gateway, notes } = await become(config);
    expect(gateway.rules).toEqual(rules);
    if (line.includes('bob')) expect(notes).toContain('"bob"; no email');
  });

  test('tells apps what they were told, by the names that they know', async () => {
    const headers =
      '  headers: {user: X-Who, claims: [groups, "http://x.test/color"], idtoken: X-Id}\n';
    const { gateway, notes } = await become(CONFIG.replace('vouch:\n', `vouch:\n${headers}`));
    expect(gateway.headers).toEqual({
      profiles: ['vouch'],
      fields: {
        'X-Who': 'user',
        'X-Vouch-IdP-Claims-Groups': { claim: 'groups' },
        'X-Vouch-IdP-Claims-X-Test-Color': { claim: 'http://x.test/color' },
      },
    });
    expect(gateway.providers[0].userinfo).toBe(true);
    expect(notes).toContain("vouch.headers.idtoken: not carried over. The provider's tokens");
  });

  test('knows the issuers of Google and of a tenant of Azure', async () => {
    const tenant = '11111111-2222-3333-4444-555555555555';
    const google = `${VOUCH}oauth: {provider: google, client_id: a, client_secret: b, callback_urls: ["https://vouch.example.com/auth"], preferredDomain: example.com}\n`;
    const azure = `${VOUCH}oauth: {provider: azure, scopes: [openid, email], client_id: a, client_secret: b, callback_url: "https://vouch.example.com/auth", auth_url: "https://login.microsoftonline.com/${tenant}/oauth2/v2.0/authorize", token_url: "https://login.microsoftonline.com/${tenant}/oauth2/v2.0/token"}\n`;
    const made = async (config: string) => {
      const { stdout, stderr } = await migrate(config, [...FLAGS.slice(0, 2), '--json']);
      expect(stderr).toBe('');
      return JSON.parse(stdout).config.gateway.providers[0];
    };
    expect(await made(google)).toMatchObject({
      issuer: 'https://accounts.google.com',
      parameters: { hd: 'example.com' },
    });
    expect(await made(azure)).toMatchObject({
      issuer: `https://login.microsoftonline.com/${tenant}/v2.0`,
      trustEmail: true,
      scope: 'openid email',
    });
    const { code, stderr } = await migrate(
      azure.replaceAll(tenant, 'corp.example'),
      FLAGS.slice(0, 2),
    );
    expect([code, stderr]).toEqual([2, expect.stringContaining('--issuer is missing')]);
  });

  test('reads variables where it is asked to, refers to those with secrets, and says so', async () => {
    const env = { VOUCH_COOKIE_MAXAGE: '60', OAUTH_CLIENT_SECRET: 'PLANTED-too' };
    const config = CONFIG.replace('  client_secret: PLANTED\n', '');
    const { gateway, notes } = await become(config, ['--env'], env);
    expect(gateway.session.lifetime).toBe(3600);
    expect(gateway.providers[0].clientSecret).toEqual({ env: 'OAUTH_CLIENT_SECRET' });
    expect(notes).toContain('VOUCH_COOKIE_MAXAGE, OAUTH_CLIENT_SECRET: the gateway reads these');
    const silent = await become(CONFIG, [], env);
    expect(silent.gateway.session.lifetime).toBe(14_400);
    expect(silent.notes).toContain('are read only by --env');
    expect(notes + silent.notes).not.toContain('PLANTED');
  });

  test('tells of each key that has no counterpart, and of one that nobody knows', async () => {
    const more = '  testing: false\n  tls: {profile: modern}\n  nonsense: PLANTED\n  port: 9091\n';
    const { gateway, notes } = await become(CONFIG.replace('vouch:\n', `vouch:\n${more}`));
    expect(gateway.listen).toBe('127.0.0.1:9091');
    expect(notes).toContain('vouch.tls.profile: not carried over. TLS 1.2 and 1.3');
    expect(notes).toContain('vouch.nonsense: not carried over; it is no key of Vouch Proxy.');
    expect(notes).not.toContain('vouch.testing');
    expect(notes).not.toContain('PLANTED');
  });
});

it('tells nothing that the file would have it say', async () => {
  const key = String.raw`  "odd\u001b[31m\u202e\n- vouch.jwt.secret": carried over`;
  const { code, stderr } = await migrate(CONFIG.replace('vouch:\n', `vouch:\n${key}\n`));
  expect(code).toBe(0);
  expect(stderr).toContain(
    String.raw`- vouch.odd\u001b[31m\u202e\n- vouch.jwt.secret: not carried`,
  );
  expect(stderr).not.toMatch(/^- vouch\.jwt\.secret/m);
  for (const mark of ['\u001b', '\u202e']) expect(stderr).not.toContain(mark);
});

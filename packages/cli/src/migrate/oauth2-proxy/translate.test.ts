import { findGatewayFaults, gatewaySection } from '@drawbridge/gateway/node';
import { metricsSection, parseSection, storeSection } from '@drawbridge/node/config';
import { findAccessRuleFaults } from '@drawbridge/rules';
import { describe, expect, it } from 'vitest';
import { readToml } from './read-toml.ts';
import { readVariables } from './read-variables.ts';
import { type MigratedConfig, translate, type TranslateOptions } from './translate.ts';

const BASE = `
provider = "oidc"
oidc_issuer_url = "https://id.example.com"
client_id = "gateway"
client_secret = "hunter2"
cookie_secret = "hunter3"
redirect_url = "https://auth.example.com/oauth2/callback"
whitelist_domains = [".example.com"]
email_domains = ["example.com"]
`;

const PLACES: TranslateOptions = {
  file: '/etc/o2p/oauth2-proxy.cfg',
  data: '/var/lib/drawbridge',
  secrets: '/etc/o2p/secrets',
  emails: undefined,
};

/** Later lines take the place of those of the base. */
function migrate(lines: string, options: Partial<TranslateOptions> = {}) {
  return translate(new Map([...readToml(BASE), ...readToml(lines)]), { ...PLACES, ...options });
}

/** What is written must be what the gateway reads. */
async function expectValid({ gateway, store, metrics }: MigratedConfig): Promise<void> {
  const section = parseSection(gatewaySection, gateway, 'gateway');
  expect(await findGatewayFaults(section)).toEqual([]);
  expect(await findAccessRuleFaults(gateway.rules, 'gateway.rules')).toEqual([]);
  if (store !== undefined) parseSection(storeSection, store, 'store');
  if (metrics !== undefined) parseSection(metricsSection, metrics, 'metrics');
}

const faultsOf = (lines: string, options?: Partial<TranslateOptions>) =>
  migrate(lines, options).faults.map(({ path, message }) => `${path} ${message}`);

describe('translate', () => {
  it('says the same as the file, with no secret in it', async () => {
    const { config, secrets, faults } = migrate('');
    expect(faults).toEqual([]);
    expect(config.gateway).toEqual({
      url: 'https://auth.example.com',
      hosts: ['*.example.com'],
      listen: '127.0.0.1:4180',
      trustedProxies: ['127.0.0.1', '::1'],
      providers: [
        {
          name: 'oidc',
          issuer: 'https://id.example.com',
          clientId: 'gateway',
          clientSecret: { file: '/etc/o2p/secrets/client-secret' },
        },
      ],
      session: { idle: 604_800, lifetime: 604_800 },
      rules: [{ name: 'people', match: { domains: ['example.com'] } }],
      headers: { profiles: [] },
      compatibility: { oauth2Proxy: { askedBy: 'nginx' } },
    });
    await expectValid(config);
    expect(secrets).toEqual([
      { option: 'client_secret', path: '/etc/o2p/secrets/client-secret', text: 'hunter2' },
    ]);
  });

  it('tells no secret, in whatever it says', () => {
    const { config, notes, faults } = migrate(
      'client_secret = ["hunter2"]\nredis_connection_url = "redis://u:hunter4@h:1/0?x"\nsession_store_type = "redis"\nbasic_auth_password = "hunter5"\n"hunter 6" = 1',
    );
    expect(JSON.stringify([config, notes, faults])).not.toMatch(/hunter[2-5]/);
  });

  it.each([
    ['provider = "github"', 'provider (line 1) is github, which gives no ID tokens'],
    ['oidc_issuer_url = ""', 'oidc_issuer_url (line 1) is missing'],
    ['oidc_issuer_url = "http://id.example.com"', 'oidc_issuer_url (line 1) '],
    [
      'oidc_issuer_url = "https://login.microsoftonline.com/common/v2.0"',
      'oidc_issuer_url (line 1) stands for many tenants',
    ],
    ['google_groups = ["a@x.com"]', 'google_groups (line 1) keeps people out'],
    ['gitlab_projects = ["a/b=20"]', 'gitlab_projects (line 1) keeps people out'],
    ['email_domains = []', 'email_domains (line 1) is missing'],
    ['cookie_expire = "a week"', 'cookie_expire (line 1) is not a duration with its unit'],
    ['cookie_expire = 3600', 'cookie_expire (line 1) is not a duration with its unit'],
    ['skip_auth_preflight = "maybe"', 'skip_auth_preflight (line 1) is not true or false'],
    ['scope = 2024-01-01', 'scope (line 1) is not a text'],
    ['[scope]\na = 1', 'scope (line 1) is not a text'],
    ['email_domains = [1]', 'email_domains (line 1) is not a list of texts'],
    ['session_store_type = "memcached"', 'session_store_type (line 1) is neither'],
    ['session_store_type = "redis"', 'redis_connection_url is no URL of one server'],
    [
      'http_address = "unix:///run/o2p.sock"',
      'http_address (line 1) (unix:///run/o2p.sock) is a s',
    ],
    ['tls_cert_file = "a.pem"', 'tls_key_file is missing beside the other'],
    [
      'trusted_proxy_ips = ["0.0.0.0/0"]',
      'trusted_proxy_ips (line 1) has "0.0.0.0/0", which has e',
    ],
    ['trusted_ips = ["home"]', 'trusted_ips (line 1) has "home", which '],
    ['allowed_roles = ["my app:admin"]', 'allowed_roles (line 1) has "my app:admin"'],
    ['provider_ca_files = ["a", "b"]', 'provider_ca_files (line 1) are several'],
    [
      'skip_jwt_bearer_tokens = true\nextra_jwt_issuers = "https://a.example"',
      'extra_jwt_issuers (line 2) has "https://a.example", which is not issuer=audience',
    ],
    [
      'whitelist_domains = []\nredirect_url = "https://app.example.com/oauth2/callback"',
      '--url is missing: give the gateway a host of its own',
    ],
    ['whitelist_domains = []\nredirect_url = ""', '--host is missing'],
  ])('finds the fault of %j', (lines, fault) => {
    expect(faultsOf(lines).join('\n')).toContain(fault);
  });

  it.each([
    ['cookie_expire = "36h"', { session: { idle: 129_600, lifetime: 129_600 } }],
    ['cookie_expire = "0"', { session: {} }],
    ['cookie_expire = "1s"', { session: { idle: 60, lifetime: 60 } }],
    ['session_store_type = "cookie"', { session: { keep: 'cookie' } }],
    ['cookie_refresh = "1h"', { session: { refresh: true } }],
    ['set_xauthrequest = true', { headers: { profiles: ['auth-request'] } }],
    [
      'upstreams = ["http://127.0.0.1:8080"]\nprefer_email_to_user = true',
      { headers: { profiles: [], fields: { 'X-Forwarded-User': 'user' } } },
    ],
    [
      'upstreams = ["http://127.0.0.1:8080"]',
      { headers: { profiles: [], fields: { 'X-Forwarded-User': 'subject' } } },
    ],
    ['email_domains = "*"', { rules: [{ name: 'people', match: {}, allow: 'signed-in' }] }],
    [
      'email_domains = "*"\nallowed_groups = "a, b"',
      { rules: [{ name: 'people', match: { groups: ['a', 'b'] } }] },
    ],
    ['email_domains = [".example.com"]', { rules: [{ match: { domains: ['*.example.com'] } }] }],
    [
      'allowed_roles = ["staff", "app:admin"]',
      {
        rules: [
          {
            match: {
              domains: ['example.com'],
              claims: { 'realm_access.roles': { has: ['staff'] } },
            },
          },
          { match: { claims: { 'resource_access.app.roles': { has: ['admin'] } } } },
        ],
      },
    ],
    [
      'skip_auth_routes = ["GET=^/api$", "^/static/", "GET=^/static/"]\nskip_auth_preflight = true\ntrusted_ips = ["192.0.2.0/24"]',
      {
        rules: [
          { name: 'open to GET', match: { methods: ['GET'], paths: ['/api'] }, allow: 'anyone' },
          { name: 'open', match: { paths: ['/static/*', '/static/*/**'] }, allow: 'anyone' },
          { name: 'preflight', match: { methods: ['OPTIONS'] }, allow: 'anyone' },
          { name: 'trusted networks', match: { networks: ['192.0.2.0/24'] }, allow: 'anyone' },
          { name: 'people' },
        ],
      },
    ],
    [
      'skip_jwt_bearer_tokens = true\noidc_extra_audiences = ["b"]\nextra_jwt_issuers = "https://ci.example=c,https://ci.example=d"',
      {
        bearer: {
          issuers: [
            { name: 'oidc', issuer: 'https://id.example.com', audiences: ['gateway', 'b'] },
            { name: 'bearer-1', issuer: 'https://ci.example', audiences: ['c', 'd'] },
          ],
        },
      },
    ],
    [
      'tls_cert_file = "a.pem"\ntls_key_file = "/k.pem"',
      { listen: '0.0.0.0:443', tls: { certificateFile: '/etc/o2p/a.pem', keyFile: '/k.pem' } },
    ],
    [
      'provider = "entra-id"\noidc_issuer_url = "https://login.microsoftonline.com/t/v2.0"',
      { providers: [{ name: 'entra-id', groupsLimit: 200 }] },
    ],
    [
      'provider = "google"\noidc_issuer_url = ""\ncookie_refresh = "1h"\nprompt = "login"',
      {
        providers: [
          {
            issuer: 'https://accounts.google.com',
            parameters: { prompt: 'login', access_type: 'offline' },
          },
        ],
      },
    ],
    ['scope = "email"', { providers: [{ scope: 'openid email' }] }],
    [
      'allowed_groups = ["a"]',
      // By its name, so that UserInfo is asked where the ID token lacks it.
      { providers: [{ scope: 'openid email profile groups', groupsClaim: 'groups' }] },
    ],
    [
      'allowed_groups = ["a"]\noidc_groups_claim = "roles"',
      { providers: [{ groupsClaim: 'roles' }] },
    ],
    ['skip_claims_from_profile_url = true', { providers: [{ userinfo: false }] }],
  ])('translates %j', async (lines, expected) => {
    const { config, faults } = migrate(lines);
    expect(faults).toEqual([]);
    expect(config.gateway).toMatchObject(expected);
    await expectValid(config);
  });

  it('leaves it to the gateway when to ask UserInfo, unless it was never asked', () => {
    const { config, notes } = migrate('skip_claims_from_profile_url = false');
    expect(config.gateway.providers[0]).not.toHaveProperty('userinfo');
    expect(notes.join('\n')).not.toContain('skip_claims_from_profile_url');
    const { notes: told } = migrate('profile_url = "https://id.example.com/me"');
    expect(told).toContainEqual(expect.stringMatching(/^profile_url: .*userinfo_endpoint/));
  });

  it('names people one by one, beside those of domains', () => {
    const { config } = migrate('allowed_groups = ["g"]', { emails: ['a@b.example'] });
    expect(config.gateway.rules).toEqual([
      { name: 'people', match: { domains: ['example.com'], groups: ['g'] } },
      { name: 'people 2', match: { users: ['a@b.example'], groups: ['g'] } },
    ]);
  });

  it.each([
    ['nobody', [], 'authenticated_emails_file names nobody'],
    // A name without an @ would be a subject to a rule, which anybody may have somewhere.
    ['a name', ['bob', 'a@b.example'], 'authenticated_emails_file has "bob", which is no email'],
    ['a pattern', ['*@b.example'], 'authenticated_emails_file has "*@b.example", which is no'],
  ])('refuses a list of people with %s', (_, emails, fault) => {
    expect(faultsOf('email_domains = []', { emails }).join('\n')).toContain(fault);
  });

  it('takes Redis with its password apart', async () => {
    const { config, secrets } = migrate(
      'session_store_type = "redis"\nredis_connection_url = "rediss://me:p%40ss@redis.internal:6380/2"\nredis_ca_path = "ca.pem"',
    );
    expect(config.store).toEqual({
      driver: 'redis',
      url: 'rediss://redis.internal:6380/2',
      username: 'me',
      password: { file: '/etc/o2p/secrets/redis-password' },
      caFile: '/etc/o2p/ca.pem',
    });
    await expectValid(config);
    expect(secrets.at(-1)?.text).toBe('p@ss');
  });

  it('takes what the operator says before what the file does', () => {
    const { config } = migrate('http_address = ":4180"', {
      url: 'https://login.example.org',
      host: ['app.example.org'],
      trustedProxy: ['10.0.0.0/8'],
    });
    expect(config.gateway).toMatchObject({
      url: 'https://login.example.org',
      hosts: ['app.example.org'],
      listen: '0.0.0.0:4180',
      trustedProxies: ['10.0.0.0/8'],
    });
  });

  it('has the proxy ask as it did, by the fields that it is known to write', async () => {
    const usual = migrate('');
    expect(usual.notes).toContainEqual(expect.stringMatching(/^reverse_proxy: nginx is taken to/));
    const named = migrate('skip_provider_button = true', { askedBy: 'caddy' });
    expect(named.config.gateway.compatibility).toEqual({
      oauth2Proxy: { askedBy: 'caddy', signInPage: false },
    });
    await expectValid(named.config);
    expect(named.notes.join('\n')).not.toContain('nginx');
  });

  it('says that nginx does not tell the method, where a rule asks for it', () => {
    const told = /^skip_auth_routes: nginx does not tell the method/;
    const route = 'skip_auth_routes = ["GET=^/a$"]';
    expect(migrate(route).notes).toContainEqual(expect.stringMatching(told));
    expect(migrate(route, { askedBy: 'traefik' }).notes.some((note) => told.test(note))).toBe(
      false,
    );
    expect(migrate('').notes.some((note) => told.test(note))).toBe(false);
  });

  it('says which redirect URI to register, unless it is there already', () => {
    const { notes } = migrate('');
    expect(notes.join('\n')).toContain('https://auth.example.com/oauth2/callback stays;');
    const other = migrate('redirect_url = "https://auth.example.com/sso/callback"');
    expect(other.notes.join('\n')).toContain(
      'register https://auth.example.com/oauth2/callback with the provider',
    );
    expect(migrate('', { url: 'https://login.example.org' }).notes.join('\n')).toContain(
      'register https://login.example.org/oauth2/callback with the provider',
    );
  });

  it('tells of each option that is not carried over, and of none that says what is so anyway', () => {
    const { notes } = migrate(
      'http_address = ":4180"\nping_user_agent = "x"\nbanner = "-"\ncookie_httponly = true\ncookie_secure = false\npass_basic_auth = false\nnonsense = 1\nskip_auth_routes = ["/x"]\nskip_provider_button = true\nlogging_max_age = 7',
    );
    const told = notes.map((note) => note.split(':')[0]);
    for (const name of [
      'ping_user_agent',
      'banner',
      'cookie_secure',
      'pass_basic_auth',
      '"nonsense"',
    ]) {
      expect(told).toContain(name);
    }
    expect(told).toContain('skip_auth_routes');
    expect(told).toContain('cookie_secret');
    expect(notes.join('\n')).toContain('the gateway trusts nobody');
    for (const name of ['cookie_httponly', 'skip_provider_button', 'logging_max_age']) {
      expect(told).not.toContain(name);
    }
  });
});

describe('readVariables', () => {
  it('reads what stands for an option, and names what does not', () => {
    const { given, unknown } = readVariables({
      OAUTH2_PROXY_CLIENT_SECRET: 'hunter2',
      OAUTH2_PROXY_EMAIL_DOMAINS: 'a.example,b.example',
      OAUTH2_PROXY_SCOPE: '',
      OAUTH2_PROXY_EMAIL_DOMAIN: 'x',
      PATH: '/bin',
    });
    expect(unknown).toEqual(['OAUTH2_PROXY_EMAIL_DOMAIN']);
    const { config, secrets } = translate(new Map([...readToml(BASE), ...given]), PLACES);
    expect(config.gateway.providers[0].clientSecret).toEqual({ env: 'OAUTH2_PROXY_CLIENT_SECRET' });
    expect(config.gateway.rules[0]?.match.domains).toEqual(['a.example', 'b.example']);
    expect(secrets).toEqual([]);
  });
});

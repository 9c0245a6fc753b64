import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { testRun } from '../../test-run.fixture.ts';

const CONFIG = `
provider = "oidc"
oidc_issuer_url = "https://id.example.com"
client_id = "gateway"
client_secret = "hunter2"
redirect_url = "https://auth.example.com/oauth2/callback"
whitelist_domains = ".example.com"
email_domains = [ "example.com" ]
set_xauthrequest = true
`;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drawbridge-cli-'));
});
afterEach(() => rm(folder, { recursive: true }));

const at = (name: string) => join(folder, name);

async function migrate(
  config: string | Uint8Array,
  more: readonly string[] = [],
  env: NodeJS.ProcessEnv = {},
) {
  await writeFile(at('o2p.cfg'), config);
  const args = ['migrate', 'oauth2-proxy', at('o2p.cfg'), '--data', at('data'), ...more];
  return testRun(args, { env });
}

test('prints the configuration without its secret, and tells the rest', async () => {
  const { code, stdout, stderr } = await migrate(CONFIG);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^version: 1\ndata: .*\/data\ngateway:\n {2}# Where people sign in/);
  expect(stdout).toContain(`clientSecret:\n        file: ${at('secrets/client-secret')}\n`);
  expect(stderr).toMatch(/^To know:\n- /);
  expect(stderr).toContain(`makes with --secrets '${at('secrets')}'`);
  expect(stdout + stderr).not.toContain('hunter2');
  expect(await readdir(folder)).toEqual(['o2p.cfg']);
});

test('writes the configuration, and each secret to a file that only this user can read', async () => {
  const flags = ['--out', at('out.yaml'), '--secrets', at('own')];
  const { code, stdout, stderr } = await migrate(CONFIG, flags);
  expect([code, stdout]).toEqual([0, '']);
  expect(stderr).toContain(`config check --config '${at('out.yaml')}'`);
  expect(await readFile(at('own/client-secret'), 'utf8')).toBe('hunter2');
  for (const name of ['out.yaml', 'own/client-secret']) {
    expect((await stat(at(name))).mode & 0o777).toBe(0o600);
  }
  expect(await readFile(at('out.yaml'), 'utf8')).not.toContain('hunter2');
  expect(stderr).not.toContain('hunter2');
  expect((await migrate(CONFIG, flags)).code).toBe(0);
});

test('takes the proxies whose fields are known', async () => {
  const { stdout } = await migrate(CONFIG, ['--json', '--asked-by', 'traefik']);
  expect(JSON.parse(stdout).config.gateway.compatibility).toEqual({
    oauth2Proxy: { askedBy: 'traefik' },
  });
  const refused = await migrate(CONFIG, ['--asked-by', 'envoy']);
  expect([refused.code, refused.stdout]).toEqual([2, '']);
});

test('leaves files alone that are there with another content', async () => {
  const flags = ['--out', at('out.yaml'), '--secrets', folder];
  await writeFile(at('client-secret'), 'mine');
  const { code, stderr } = await migrate(CONFIG, flags);
  expect(code).toBe(2);
  expect(stderr).toContain('client-secret is there already, with another content\nGive another');
  expect(await readFile(at('client-secret'), 'utf8')).toBe('mine');
  expect(await readdir(folder)).not.toContain('out.yaml');
  await rm(at('client-secret'));
  await writeFile(at('out.yaml'), 'mine');
  expect((await migrate(CONFIG, flags)).code).toBe(2);
  expect(await readdir(folder)).not.toContain('client-secret');
});

test('reads variables where it is asked to, and refers to those with secrets', async () => {
  const env = {
    OAUTH2_PROXY_CLIENT_SECRET: 'hunter3',
    OAUTH2_PROXY_CLIENT_ID: 'other',
    OAUTH2_PROXY_NONSENSE: 'x',
  };
  const silent = await migrate(CONFIG, ['--json'], env);
  expect(JSON.parse(silent.stdout)).toMatchObject({
    notes: expect.arrayContaining([
      'OAUTH2_PROXY_*: variables are set, and are read only by --env.',
    ]),
  });
  const { stdout } = await migrate(CONFIG, ['--json', '--env'], env);
  const { config, notes } = JSON.parse(stdout);
  expect(config.gateway.providers[0]).toMatchObject({
    clientId: 'other',
    clientSecret: { env: 'OAUTH2_PROXY_CLIENT_SECRET' },
  });
  expect(notes.join('\n')).toContain('OAUTH2_PROXY_NONSENSE: not carried over');
  expect(stdout).not.toContain('hunter');
});

test('reads the list of people beside the file', async () => {
  await writeFile(at('people'), '# us\nAnn@Example.com\n\nbob@example.com,x\n');
  const config = `${CONFIG.replace(/email_domains.*/, '')}authenticated_emails_file = "people"\n`;
  const { stdout } = await migrate(config, ['--json']);
  expect(JSON.parse(stdout).config.gateway.rules).toEqual([
    { name: 'people', match: { users: ['ann@example.com', 'bob@example.com'] } },
  ]);
  await rm(at('people'));
  const { code, stderr } = await migrate(config);
  expect(code).toBe(2);
  expect(stderr).toMatch(/authenticated_emails_file .*people cannot be read \(ENOENT\)/);
});

test('reports all faults at once with their lines, and writes nothing', async () => {
  const config = 'provider = "github"\ncookie_expire = "soon"\nhttp_address = "unix:///a"\n';
  const flags = ['--out', at('out.yaml'), '--secrets', at('own')];
  const { code, stdout, stderr } = await migrate(config, flags);
  expect([code, stdout]).toEqual([2, '']);
  for (const fault of [
    'provider (line 1) is github',
    'cookie_expire (line 2) is not a duration',
    'http_address (line 3) (unix:///a) is a socket',
    'client_id is missing',
    '--url is missing',
    '--host is missing',
    'email_domains is missing',
  ]) {
    expect(stderr).toContain(fault);
  }
  expect(await readdir(folder)).toEqual(['o2p.cfg']);
});

test.each<[string, string | Uint8Array | undefined, RegExp]>([
  ['that is not there', undefined, /the file .*none.cfg cannot be read \(ENOENT\)/],
  ['that is no text', Uint8Array.of(0x61, 0xff), /o2p.cfg is not UTF-8 text/],
  ['that is too long', '#'.repeat(1_048_577), /o2p.cfg is longer than 1048576 bytes/],
  ['that is no TOML', 'client_secret = hunter2', /line 1 is not TOML: /],
  ['of the other format', 'providers:\n  - id: a\n', /alpha configuration \(YAML\), which is not/],
  ['that is empty', '', /client_id is missing/],
])('refuses a file %s', async (_, config, message) => {
  const { code, stdout, stderr } =
    config === undefined
      ? await testRun(['migrate', 'oauth2-proxy', at('none.cfg'), '--data', at('data')])
      : await migrate(config);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(message);
  expect(stderr).not.toContain('hunter2');
});

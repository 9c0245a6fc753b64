import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, generateKeyPair } from 'jose';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { testRun } from '../../test-run.fixture.ts';

const { privateKey } = await generateKeyPair('ES256', { extractable: true });
const JWKS = JSON.stringify({ keys: [{ ...(await exportJWK(privateKey)), kid: 'ec' }] });

const SETTINGS = `
jwks_file = %(here)s/keys.json
signing_key_ids = ES256 = ec
issuer = https://proxy.test
upstream_issuer = https://gitlab.test
upstream_jwks_uri = https://gitlab.test/keys
`;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drawbridge-cli-'));
  await writeFile(join(folder, 'keys.json'), JWKS, { mode: 0o600 });
});
afterEach(() => rm(folder, { recursive: true }));

const at = (name: string) => join(folder, name);

async function migrate(ini: string | Uint8Array, ...more: readonly string[]) {
  await writeFile(at('site.ini'), ini);
  return testRun(['migrate', 'oidc-token-proxy', at('site.ini'), '--data', at('data'), ...more]);
}

test('prints the configuration, and tells the rest', async () => {
  const { code, stdout, stderr } = await migrate(SETTINGS);
  expect(code).toBe(0);
  expect(stdout).toMatch(
    /^version: 1\ndata: .*\/data\nexchange:\n {2}issuer: https:\/\/proxy.test\n/,
  );
  expect(stdout).toContain('      # Unsafe, as before: tokens made for any service are taken.');
  expect(stderr).toMatch(/^To know:\n- aud: upstream tokens for any service are accepted/);
  expect(stderr).toContain(`Key ec  ES256  active, in ${at('data/keys')}\n`);
});

test('writes the configuration to a file that only this user can read', async () => {
  const { code, stdout, stderr } = await migrate(SETTINGS, '--out', at('out.yaml'));
  expect([code, stdout]).toEqual([0, '']);
  expect(stderr).toContain(`drawbridge serve exchange --config '${at('out.yaml')}'`);
  expect((await stat(at('out.yaml'))).mode & 0o777).toBe(0o600);
});

test('leaves a file alone that is there, unless it is the same', async () => {
  const run = () => migrate(SETTINGS, '--out', at('out.yaml'));
  await writeFile(at('out.yaml'), 'mine');
  const { code, stderr } = await run();
  expect(code).toBe(2);
  expect(stderr).toContain('out.yaml is there already, with another content\nGive another file');
  expect(await readFile(at('out.yaml'), 'utf8')).toBe('mine');
  expect(await readdir(folder)).not.toContain('data');
  await rm(at('out.yaml'));
  expect((await run()).code).toBe(0);
  expect((await run()).code).toBe(0);
});

test('says so when the file cannot be written', async () => {
  const { code, stderr } = await migrate(SETTINGS, '--out', at('missing/out.yaml'));
  expect(code).toBe(2);
  expect(stderr).toContain('missing/out.yaml cannot be written (ENOENT)');
});

test('chooses one of several proxies', async () => {
  const section = `use = egg:oidc-token-proxy\n${SETTINGS}`;
  const ini = `[app:a]\n${section}\n[app:b]\n${section.replace('proxy.test', 'b.test')}`;
  const { code, stderr } = await migrate(ini);
  expect(code).toBe(2);
  expect(stderr).toContain('2 sections use oidc-token-proxy: [app:a], [app:b]');
  expect((await migrate(ini, '--app', 'b')).stdout).toContain('issuer: https://b.test\n');
});

test('takes an issuer, audiences and no compatibility', async () => {
  const flags = ['--issuer', 'https://new.test', '--no-compatibility', '--no-keys', '--json'];
  const audiences = ['--accept-audience', 'a', '--accept-audience', 'b', '--grant-audience', 'c'];
  const { stdout } = await migrate(SETTINGS.replace(/issuer.*/, ''), ...flags, ...audiences);
  const { config, keys } = JSON.parse(stdout) as {
    config: { exchange: Record<string, unknown> };
    keys: unknown;
  };
  expect(config.exchange).toMatchObject({
    issuer: 'https://new.test',
    upstreams: [{ audiences: ['a', 'b'] }],
    rules: [{ grant: { audience: 'c' } }],
  });
  expect(config.exchange).not.toHaveProperty('compatibility');
  expect(keys).toEqual([]);
  expect(await readdir(folder)).not.toContain('data');
});

test('reports all faults at once, and does nothing', async () => {
  const ini =
    '[app:main]\nuse = egg:oidc-token-proxy\njwks_file = keys.json\njwks_file = 2\nupstream_timeout = x\n' +
    'signing_key_ids = ES256 = other\nget issuer = url\nclone_upstream_claims = 5%\n' +
    '[server:main]\nlisten = a:b\n';
  const { code, stdout, stderr } = await migrate(ini, '--out', at('out.yaml'));
  expect([code, stdout]).toEqual([2, '']);
  for (const fault of [
    'the configuration has 8 faults',
    'line 4 has jwks_file for the second time',
    'issuer is taken from url',
    'clone_upstream_claims has "%"',
    '[server:main] listen (a:b) is not HOST:PORT',
    'issuer is missing',
    'upstream_issuer is missing',
    'upstream_timeout is not a whole number',
  ]) {
    expect(stderr).toContain(fault);
  }
  expect((await readdir(folder)).sort()).toEqual(['keys.json', 'site.ini']);
});

test.each<[string, string | undefined, string]>([
  ['is not there', undefined, 'jwks_file is .*keys.json, which cannot be read \\(ENOENT\\)'],
  ['is not JSON', '{"keys": [secret', 'jwks_file is .*keys.json, which is not JSON'],
  ['is no JWK Set', '[]', 'jwks_file is not a JWK Set'],
  ['has other keys', '{"keys": []}', 'signing_key_ids has ES256 = ec, but jwks_file has no key'],
])('refuses a jwks_file that %s', async (_, content, message) => {
  await rm(at('keys.json'));
  if (content !== undefined) await writeFile(at('keys.json'), content);
  const { code, stderr } = await migrate(SETTINGS);
  expect(code).toBe(2);
  expect(stderr).toMatch(new RegExp(message));
  expect(stderr).not.toContain('secret');
});

test('needs a jwks_file, unless keys are left alone', async () => {
  const ini = SETTINGS.replace(/jwks_file.*/, '');
  expect((await migrate(ini)).stderr).toContain('jwks_file is missing; --no-keys goes on without');
  expect((await migrate(ini, '--no-keys')).code).toBe(0);
});

test('tells of a private file that others can read, and of an upstream file that nobody can', async () => {
  await rm(at('keys.json'));
  await writeFile(at('keys.json'), JWKS, { mode: 0o644 });
  const { code, stderr } = await migrate(`${SETTINGS}upstream_jwks_file = none.json\n`);
  expect(code).toBe(0);
  expect(stderr).toMatch(/- jwks_file: .*keys.json can be read by other users/);
  expect(stderr).toMatch(/- upstream_jwks_file: .*none.json cannot be read now \(ENOENT\)/);
});

test('leaves a ring alone that has other keys', async () => {
  await testRun(['keys', 'generate', '--alg', 'ES256', '--data', at('data')]);
  const { code, stderr } = await migrate(SETTINGS, '--out', at('out.yaml'));
  expect(code).toBe(2);
  expect(stderr).toContain('has keys already, and they are not the ones to import');
  expect(await readdir(folder)).not.toContain('out.yaml');
});

test('refuses what is wrong only as a whole', async () => {
  const { code, stderr } = await migrate(SETTINGS.replace('proxy.test', 'gitlab.test'));
  expect(code).toBe(2);
  expect(stderr).toContain('exchange.issuer is one of the upstreams');
});

test.each<[string, string | Uint8Array | undefined, RegExp]>([
  ['that is not there', undefined, /site.ini cannot be read \(ENOENT\)/],
  ['that is no text', Uint8Array.of(0x61, 0xff), /site.ini is not UTF-8 text/],
  ['of something else', '[app:main]\nuse = egg:other\n', /no section \[app:NAME\] of the file/],
  ['that is empty', '', /no section \[app:NAME\] of the file/],
  [
    'with stray lines',
    `a = 1\n[app:main]\nuse = egg:oidc-token-proxy\n${SETTINGS}`,
    /a stands before/,
  ],
])('refuses a file %s', async (_, ini, message) => {
  const { code, stdout, stderr } =
    ini === undefined
      ? await testRun(['migrate', 'oidc-token-proxy', at('site.ini')])
      : await migrate(ini);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(message);
});

test('leaves no key behind where it is only looked at', async () => {
  await writeFile(at('site.ini'), SETTINGS);
  const env = { XDG_STATE_HOME: folder };
  const { code, stdout, stderr } = await testRun(['migrate', 'oidc-token-proxy', at('site.ini')], {
    env,
  });
  expect(code).toBe(0);
  expect(stdout).toContain('issuer: https://proxy.test\n');
  expect(stderr).toContain('no key was taken over yet; give --data DIR or --out FILE');
  expect((await readdir(folder)).sort()).toEqual(['keys.json', 'site.ini']);
});

import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { VOUCH_PROVIDERS } from '@drawbridge/gateway/node';
import { afterAll, describe, expect, test } from 'vitest';
import { testRun } from '../../test-run.fixture.ts';

const readPage = (name: string) =>
  readFile(new URL(`../../../../../docs/migrate/${name}.md`, import.meta.url), 'utf8');

// One test after the other, as on the page: what the first writes the others read.
describe.each([
  {
    name: 'oauth2-proxy',
    file: 'oauth2-proxy.cfg',
    registered: '/oauth2/callback',
    variable: '$upstream_http_x_auth_request_user',
  },
  {
    name: 'vouch-proxy',
    file: 'config/config.yml',
    registered: 'register https://auth.example.com/callback with the provider',
    variable: '$upstream_http_x_vouch_user',
  },
])('the page of $name', async ({ name, file, registered, variable }) => {
  const page = await readPage(name);
  const folder = await mkdtemp(join(tmpdir(), 'drawbridge-cli-'));
  afterAll(() => rm(folder, { recursive: true }));

  function block(mark: string): string {
    const [, text] =
      new RegExp(`<!-- run: ${mark} -->\n\`\`\`\\w+\n([^]*?)\`\`\``).exec(page) ?? [];
    if (text === undefined) throw new Error(`the page has no block ${mark}`);
    return text;
  }

  /** Runs a command as it stands there, with its files in a folder of the test. */
  function run(mark: string) {
    const [, , ...words] = block(mark).trim().split(/\s+/);
    const args = words.map((word) =>
      word === file || /^(?:\.\/|[\w-]+\.yaml$)/.test(word) ? join(folder, word) : word,
    );
    return testRun([...args, '--data', join(folder, 'data')]);
  }

  test('makes a configuration', async () => {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), block('config'), { mode: 0o600 });
    const { code, stdout, stderr } = await run('migrate');
    expect([code, stdout]).toEqual([0, '']);
    expect(stderr).toContain(registered);
    const yaml = await readFile(join(folder, 'drawbridge.yaml'), 'utf8');
    expect(yaml).toContain('url: https://auth.example.com\n');
    expect(yaml + stderr).not.toContain('for this page alone');
  });

  test('checks it', async () => {
    const { code, stdout, stderr } = await run('check');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('is valid: the gateway https://auth.example.com with 1 provider');
  });

  test('has the proxy ask by it', async () => {
    const { code, stdout, stderr } = await run('snippet');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain(variable);
  });
});

test('the page of vouch-proxy names each provider that cannot be moved', async () => {
  const page = await readPage('vouch-proxy');
  const row = page.split('\n').find((line) => line.startsWith('| `provider` github')) ?? '';
  for (const provider of VOUCH_PROVIDERS) {
    const isMoved = ['google', 'azure', 'adfs', 'oidc'].includes(provider);
    expect([provider, new RegExp(`\\b${provider}\\b`).test(row)]).toEqual([provider, !isMoved]);
  }
});

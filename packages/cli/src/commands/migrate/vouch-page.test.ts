import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VOUCH_PROVIDERS } from '@drawbridge/gateway/node';
import { afterAll, expect, test } from 'vitest';
import { testRun } from '../../test-run.fixture.ts';

const PAGE = new URL('../../../../../docs/migrate/vouch-proxy.md', import.meta.url);

const folder = await mkdtemp(join(tmpdir(), 'drawbridge-cli-'));
afterAll(() => rm(folder, { recursive: true }));

const page = await readFile(PAGE, 'utf8');

/** A block of the page. */
function block(mark: string): string {
  const [, text] = new RegExp(`<!-- run: ${mark} -->\n\`\`\`\\w+\n([^]*?)\`\`\``).exec(page) ?? [];
  if (text === undefined) throw new Error(`the page has no block ${mark}`);
  return text;
}

/** Runs a command as it stands there, with its files in a folder of the test. */
function run(mark: string) {
  const [, , ...words] = block(mark).trim().split(/\s+/);
  const args = words.map((word) =>
    /^(?:\.\/|config\/|[\w-]+\.yaml$)/.test(word) ? join(folder, word) : word,
  );
  return testRun([...args, '--data', join(folder, 'data')]);
}

// One after the other, as on the page: what the first writes the others read.
test('the page makes a configuration', async () => {
  await mkdir(join(folder, 'config'));
  await writeFile(join(folder, 'config/config.yml'), block('config'), { mode: 0o600 });
  const { code, stdout, stderr } = await run('migrate');
  expect([code, stdout]).toEqual([0, '']);
  expect(stderr).toContain('register https://auth.example.com/callback with the provider');
  const yaml = await readFile(join(folder, 'drawbridge.yaml'), 'utf8');
  expect(yaml).toContain('url: https://auth.example.com\n');
  expect(yaml + stderr).not.toContain('for this page alone');
});

test('the page checks it', async () => {
  const { code, stdout, stderr } = await run('check');
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toContain('is valid: the gateway https://auth.example.com with 1 provider');
});

test('the page has the proxy ask by it', async () => {
  const { code, stdout, stderr } = await run('snippet');
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toContain('$upstream_http_x_vouch_user');
});

test('the page names each provider that cannot be moved', async () => {
  const row = page.split('\n').find((line) => line.startsWith('| `provider` github')) ?? '';
  for (const provider of VOUCH_PROVIDERS) {
    const isMoved = ['google', 'azure', 'adfs', 'oidc'].includes(provider);
    expect([provider, new RegExp(`\\b${provider}\\b`).test(row)]).toEqual([provider, !isMoved]);
  }
});

import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { run } from '../../run.ts';
import { createTestTerminal, testRun } from '../../test-run.fixture.ts';

let data: string;
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'drawbridge-cli-'));
});
afterEach(() => rm(data, { recursive: true }));

async function dev(args: readonly string[], isTTY = false) {
  const terminal = createTestTerminal({ isTTY });
  const all = ['dev', '--data', data, '--listen', '127.0.0.1:0', ...args];
  const ended = run(all, terminal);
  await vi.waitFor(() => expect(terminal.text.stdout).toMatch(/\n$/), { timeout: 15_000 });
  const files = await readdir(join(data, 'dev'));
  process.emit('SIGINT', 'SIGINT');
  const code = await ended;
  process.emit('SIGTERM', 'SIGTERM'); // lets its other listener go
  return { code, files, ...terminal.text };
}

test('prints one line of JSON with five members', async () => {
  const { code, stdout, stderr } = await dev(['--json']);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/^[^\n]+\n$/);
  expect(Object.keys(JSON.parse(stdout) as object)).toEqual([
    'upstreamIssuer',
    'upstreamToken',
    'issuer',
    'tokenEndpoint',
    'exchangedToken',
  ]);
});

test('prints the first screen, and removes the token file at the end', async () => {
  const { code, stdout, stderr, files } = await dev([], true);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toContain('\u001b[1mDrawbridge\u001b[22m carries an identity');
  expect(files.filter((name) => name.endsWith('.jwt'))).toHaveLength(1);
  expect(await readdir(join(data, 'dev'))).toEqual([expect.stringMatching(/^127\.0\.0\.1-\d+$/)]);
});

test('refuses an address that is none', async () => {
  const { code, stderr } = await testRun(['dev', '--data', data, '--listen', 'x:y']);
  expect(code).toBe(2);
  expect(stderr).toMatch(/^drawbridge: "x:y" is not an address to listen on\n/);
});

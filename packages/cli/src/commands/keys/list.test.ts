import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { testRun } from '../../test-run.fixture.ts';

let data: string;
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'drawbridge-cli-'));
});
afterEach(() => rm(data, { recursive: true }));

const list = (...more: string[]) => testRun(['keys', 'list', '--data', data, ...more]);

async function generate(): Promise<string> {
  const args = ['keys', 'generate', '--data', data, '--alg', 'ES256', '--json'];
  const { kid } = JSON.parse((await testRun(args)).stdout) as { readonly kid: string };
  return kid;
}

test('says that a ring is empty and what to do, without making one', async () => {
  const { code, stdout, stderr } = await list();
  expect([code, stdout]).toEqual([0, '']);
  expect(stderr).toBe(
    `The key ring in ${join(data, 'keys')} is empty. Make a key: drawbridge keys generate. ` +
      'Or is your ring elsewhere? Give its --data or --config.\n',
  );
  expect(await readdir(data)).toEqual([]);
});

test('is an empty list as JSON', async () => {
  expect(await list('--json')).toEqual({ code: 0, stdout: '[]\n', stderr: '' });
});

test('shows where each key stands', async () => {
  const kids = [await generate(), await generate()];
  const { code, stdout } = await list();
  expect(code).toBe(0);
  expect(stdout).toMatch(
    new RegExp(
      `^${kids[0]} {2}ES256 {2}active\n {2}signs from .*\n {2}until .*\n {2}published until .*\n` +
        `${kids[1]} {2}ES256 {2}next\n {2}signs from .* \\(in \\d+ minutes\\)\n` +
        '\n.{12} +━+─+\n.{12} +─+━+\n +▲ now .* \\+25 h ▲\n$',
    ),
  );
});

test('says of a key that an emergency passed over that it is retired, and signs nothing', async () => {
  await generate();
  const passedOver = await generate();
  await testRun(['keys', 'rotate', '--now', '--data', data]);
  const { stdout } = await list();
  expect(stdout).toMatch(
    new RegExp(`\n${passedOver} {2}ES256 {2}retired\n {2}signs nothing\n {2}published until `),
  );
});

test('shows the same as JSON, and nothing of the private keys', async () => {
  const kids = [await generate(), await generate()];
  const { stdout } = await list('--json');
  expect(JSON.parse(stdout)).toEqual([
    {
      kid: kids[0],
      purpose: 'sign',
      alg: 'ES256',
      state: 'active',
      publishedAt: expect.any(Number),
      signsFrom: expect.any(Number),
      signsUntil: expect.any(Number),
      removeAfter: expect.any(Number),
      issuer: null,
    },
    expect.objectContaining({ kid: kids[1], state: 'next', signsUntil: null, removeAfter: null }),
  ]);
});

test('says whose ring it is, once an issuer has used it', async () => {
  const site = ['--dir', join(data, 'site'), '--data', join(data, 'ring')];
  await testRun(['issuer', 'init', 'https://oidc.example.com', ...site]);
  const args = ['keys', 'list', '--data', join(data, 'ring')];
  const { stdout } = await testRun(args);
  expect(stdout).toMatch(/^key ring of https:\/\/oidc\.example\.com\n[\w-]{43} {2}RS256 {2}next\n/);
  const { stdout: json } = await testRun([...args, '--json']);
  expect(JSON.parse(json)).toMatchObject([{ issuer: 'https://oidc.example.com' }]);
});

test('sets the active key off on a terminal', async () => {
  await generate();
  const args = ['keys', 'list', '--data', data];
  expect((await testRun(args, { isTTY: true })).stdout).toContain('\u001b[32mactive\u001b[39m');
});

test('names a manifest that is none', async () => {
  await mkdir(join(data, 'keys'));
  await writeFile(join(data, 'keys', 'ring.1.json'), '{"version":1}');
  const { code, stderr } = await list();
  expect(code).toBe(2);
  expect(stderr).toMatch(
    /^drawbridge: .*ring\.1\.json is not a key ring: it has no list of keys\n/,
  );
});

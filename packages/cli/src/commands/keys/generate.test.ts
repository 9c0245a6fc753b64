import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ALGORITHM_NAMES } from '@drawbridge/core';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { testRun } from '../../test-run.fixture.ts';

let data: string;
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'drawbridge-cli-'));
});
afterEach(async () => {
  vi.useRealTimers();
  await rm(data, { recursive: true });
});

const generate = (...more: string[]) => testRun(['keys', 'generate', '--data', data, ...more]);

test('makes a key that only this user can read, and says from when it signs', async () => {
  const { code, stdout, stderr } = await generate('--alg', 'ES256');
  expect([code, stderr]).toEqual([0, '']);
  const [first = '', second, third] = stdout.split('\n');
  expect(first).toMatch(/^[\w-]{43} {2}ES256$/);
  // Making it and telling of it may fall into two seconds.
  expect(second).toMatch(/^ {2}signs from \d{4}-[^ ]+Z \((?:now|[1-9] seconds? ago)\)$/);
  expect(third).toBe(`  in ${join(data, 'keys')}`);
  const [kid = ''] = first.split(' ');
  expect((await stat(join(data, 'keys', `${kid}.pem`))).mode & 0o777).toBe(0o600);
});

test('says the same as JSON, the first key signing at once and the next in an hour', async () => {
  const keys = [];
  for (let made = 0; made < 2; made++) {
    const { stdout } = await generate('--alg', 'ES256', '--json');
    expect(stdout).toMatch(/^\{.*\}\n$/);
    keys.push(JSON.parse(stdout) as { kid: string; signsFrom: number });
  }
  expect(Object.keys(keys[0] ?? {})).toEqual(['kid', 'alg', 'signsFrom', 'folder']);
  expect(keys[0]?.kid).not.toBe(keys[1]?.kid);
  expect((keys[1]?.signsFrom ?? 0) - (keys[0]?.signsFrom ?? 0)).toBeGreaterThanOrEqual(3600);
});

test('says whose place a further key takes, and that a key that waited signs nothing then', async () => {
  // A key made a second later would let the one that waits sign for that second.
  vi.useFakeTimers({ toFake: ['Date'] });
  const kidOf = (stdout: string) => stdout.split(' ')[0] ?? '';
  const first = await generate('--alg', 'ES256');
  expect(first.stdout).not.toContain('in place of');
  const other = await generate('--alg', 'EdDSA');
  expect(other.stdout).not.toContain('in place of');
  const second = await generate('--alg', 'ES256');
  expect(second.stdout).toContain(`\n  in place of ${kidOf(first.stdout)}\n`);
  const third = await generate('--alg', 'ES256');
  expect(third.stdout).toContain(`\n  in place of ${kidOf(second.stdout)}, which signs nothing\n`);
  expect(third.stdout).not.toContain(kidOf(first.stdout));
});

test('makes an RS256 key unless told otherwise', async () => {
  expect(JSON.parse((await generate('--json')).stdout)).toMatchObject({ alg: 'RS256' });
});

test.each(ALGORITHM_NAMES.filter((name) => !/^[RP]S/.test(name)))('knows %s', async (alg) => {
  expect(JSON.parse((await generate('--alg', alg, '--json')).stdout)).toMatchObject({ alg });
});

test('needs a folder', async () => {
  const file = join(data, 'file');
  await writeFile(file, '');
  const { code, stdout, stderr } = await testRun(['keys', 'generate', '--data', file]);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(/^drawbridge: .*file\/keys cannot be used \(ENOTDIR\)\n.*--data/);
  expect(await readdir(data)).toEqual(['file']);
});

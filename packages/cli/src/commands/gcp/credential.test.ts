import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testRun } from '../../test-run.fixture.ts';

const POOL = 'projects/123456/locations/global/workloadIdentityPools/laptops/providers/okta';
let data: string;
beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'drawbridge-gcp-'));
});
afterAll(() => rm(data, { recursive: true }));

const words = ['gcp', 'credential', '--profile', 'dev'];

test.each([
  ['a user project without a configuration', ['--user-project', '1'], /--user-project is for/],
  ['a service account without one', ['--service-account', 'a@b.c'], /--service-account is for/],
  ['what is no provider', ['--external-account', 'okta'], /"okta" is no provider/],
  [
    'a login whose name has a space',
    ['--external-account', POOL, '--profile', 'my login'],
    /cut it at spaces/,
  ],
])('refuses %s', async (_, args, message) => {
  const ended = await testRun([...words, '--data', data, ...args]);
  expect(ended).toMatchObject({ code: 2, stdout: '' });
  expect(ended.stderr).toMatch(message);
});

test('without a login it answers that, as well as by its exit code', async () => {
  const ended = await testRun([...words, '--data', data]);
  expect(ended.code).toBe(1);
  expect(JSON.parse(ended.stdout)).toEqual({
    version: 1,
    success: false,
    code: 'sign_in_needed',
    message: expect.stringContaining(
      `Run: drawbridge login --profile dev --data ${data}`,
    ) as string,
  });
  expect(ended.stderr).toContain('Run: drawbridge login --profile dev');
});

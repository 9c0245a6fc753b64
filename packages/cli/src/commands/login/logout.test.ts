import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLogins } from '@drawbridge/login/node';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { testRun } from '../../test-run.fixture.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drawbridge-logout-'));
});
afterEach(() => rm(folder, { recursive: true }));

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

it('says that the tokens of a login may live on that could not be read', async () => {
  const logins = openLogins({
    data: folder,
    env: {},
    cache: 'file',
    http: () => Promise.reject(new Error('nobody is asked')),
  });
  const issuer = 'https://id.example.com';
  const idToken = `${part({ alg: 'RS256' })}.${part({ iss: issuer, sub: 'ann' })}.${'c2ln'.repeat(20)}`;
  await logins.keep({
    name: 'dev',
    settings: { issuer, clientId: 'laptop', flow: 'code', scope: 'openid' },
    tokens: { accessToken: 'access', idToken, tokenType: 'Bearer', obtainedAt: 0 },
  });
  await logins.close();
  await writeFile(join(folder, 'login', 'secret'), 'no secret\n');
  const logout = () => testRun(['logout', '--profile', 'dev', '--data', folder]);
  expect((await logout()).stdout).toMatch(
    /^dev: forgotten, though it could not be read: .* is damaged.*\n {2}its tokens were not ended/,
  );
  expect((await logout()).stdout).toContain('there is no login of this name');
});

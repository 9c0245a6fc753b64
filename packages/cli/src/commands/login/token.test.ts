import { mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLogins } from '@drawbridge/login/node';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testRun } from '../../test-run.fixture.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drawbridge-token-'));
});
afterEach(() => rm(folder, { recursive: true }));

const now = Math.floor(Date.now() / 1000);
const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const ID_TOKEN = `${part({ alg: 'RS256' })}.${part({ iss: 'https://id.example.com', sub: 'ann', exp: now + 3600 })}.${'c2ln'.repeat(20)}`;

async function keep() {
  const logins = openLogins({
    data: folder,
    env: {},
    cache: 'file',
    http: () => Promise.reject(new Error('nobody is asked')),
  });
  await logins.keep({
    name: 'dev',
    settings: {
      issuer: 'https://id.example.com',
      clientId: 'laptop',
      flow: 'code',
      scope: 'openid',
    },
    tokens: {
      accessToken: 'access-token-of-tests',
      idToken: ID_TOKEN,
      tokenType: 'Bearer',
      obtainedAt: now,
    },
  });
  await logins.close();
}

const token = (...args: readonly string[]) =>
  testRun(['login', 'token', '--profile', 'dev', '--data', folder, ...args]);

describe('login token', () => {
  it.each([
    ['nothing to keep fresh', ['--keep-fresh'], /--keep-fresh needs --file/],
    ['an access token', ['--keep-fresh', '--file', 'x', '--type', 'access'], /ID tokens alone/],
    ['a folder that is not there', ['--file', '/nowhere/token'], /cannot be written \(ENOENT\)/],
    ['a folder', ['--file', tmpdir()], /it is a folder/],
    ['a device', ['--file', '/dev/null'], /--file|a device/],
  ])('refuses %s, and prints no token', async (_, args, message) => {
    await keep();
    const { code, stdout, stderr } = await token(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });

  it('leaves a file alone where there is no token', async () => {
    const file = join(folder, 'token');
    await writeFile(file, 'old');
    const { code, stderr } = await token('--file', file);
    expect(code).toBe(1);
    expect(stderr).toContain('drawbridge login --profile dev');
    expect(await readFile(file, 'utf8')).toBe('old');
  });

  it('writes the token alone, for this user alone, in place of a file that all could read', async () => {
    await keep();
    const file = join(folder, 'token');
    await writeFile(file, 'old', { mode: 0o644 });
    expect(await token('--file', file)).toMatchObject({ code: 0, stdout: '', stderr: '' });
    expect(await readFile(file, 'utf8')).toBe(ID_TOKEN);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('replaces a link, and not what it leads to', async () => {
    await keep();
    const [file, other] = [join(folder, 'token'), join(folder, 'other')];
    await writeFile(other, 'of somebody');
    await symlink(other, file);
    await token('--file', file, '--type', 'access');
    expect(await readFile(file, 'utf8')).toBe('access-token-of-tests');
    expect(await readFile(other, 'utf8')).toBe('of somebody');
  });
});

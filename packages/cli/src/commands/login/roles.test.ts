import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLogins } from '@drawbridge/login/node';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testRun } from '../../test-run.fixture.ts';

const ISSUER = 'https://id.example.com';
const arn = (name: string) => `arn:aws:iam::111122223333:role/${name}`;
const CONFIG = `version: 1
login:
  issuer: ${ISSUER}
  clientId: laptop
  roles:
    dev: { arn: '${arn('developer')}', groups: [developers] }
    ops: { arn: '${arn('operator')}', groups: [operators] }
    open: { arn: '${arn('open')}' }
`;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drawbridge-roles-'));
  await writeFile(join(folder, 'drawbridge.yaml'), CONFIG);
});
afterEach(() => rm(folder, { recursive: true }));

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const now = Math.floor(Date.now() / 1000);

/** Keeps a login as a sign-in leaves it, whose ID token has ended. */
async function keep(name: string, own: object, { iss = ISSUER, role = 'developer', age = 0 } = {}) {
  const logins = openLogins({
    data: folder,
    env: {},
    cache: 'file',
    http: () => Promise.reject(new Error('nobody is asked')),
  });
  const claims = { iss, sub: name, aud: 'laptop', exp: now - 60, ...own };
  await logins.keep({
    name,
    settings: {
      issuer: iss,
      clientId: 'laptop',
      flow: 'code',
      scope: 'openid',
      aws: { role: arn(role) },
    },
    tokens: {
      accessToken: 'access-token-of-tests',
      idToken: `${part({ alg: 'RS256' })}.${part(claims)}.${'c2ln'.repeat(20)}`,
      tokenType: 'Bearer',
      obtainedAt: now - age,
    },
  });
  await logins.close();
}

async function roles(args: readonly string[] = [], env: NodeJS.ProcessEnv = {}) {
  const place = ['--data', folder, '--config', join(folder, 'drawbridge.yaml')];
  const ran = await testRun(['login', 'roles', ...place, ...args], { env });
  expect(ran.code).toBe(0);
  return ran;
}

async function answers(...args: readonly string[]) {
  const { stdout } = await roles(['--json', ...args]);
  const listed = JSON.parse(stdout) as { roles: { name?: string; arn: string; has: string }[] };
  return listed.roles.map(({ name, arn: own, has }) => [name ?? own, has]);
}

describe('login roles', () => {
  it('knows of nobody before the first sign-in, and says so', async () => {
    const { stdout, stderr } = await roles();
    expect(stdout.match(/unknown/g)).toHaveLength(3);
    expect(stdout).not.toMatch(/\b(yes|no)\b/);
    expect(stderr).toContain('Nobody is signed in');
    const json = await roles(['--json']);
    expect(JSON.parse(json.stdout)).toMatchObject({ signedIn: null });
  });

  it('says nothing is there to choose from where the configuration has no roles', async () => {
    await writeFile(join(folder, 'drawbridge.yaml'), 'version: 1\n');
    const { stdout, stderr } = await roles();
    expect(stdout).toBe('');
    expect(stderr).toContain('no login.roles');
  });

  it('says yes and no by groups, of an ID token that has ended too, with the profiles that are kept', async () => {
    await keep('ann', { groups: ['developers'], email: 'ann@example.com' });
    const { stdout, stderr } = await roles();
    expect(stdout.split('\n').map((line) => line.split(/ {2,}/).slice(0, 4))).toEqual([
      ['ROLE', 'HAVE IT', 'ACCOUNT', 'PROFILE'],
      ['dev', 'yes', '111122223333', 'ann'],
      ['ops', 'no', '111122223333', '-'],
      ['open', 'unknown', '111122223333', '-'],
      [''],
    ]);
    expect(stderr).toContain('As the ID token of ann@example.com says (profile ann)');
    expect(stderr).toContain('nothing says whose role "open" is');
  });

  it('has no line of its own for what a token says', async () => {
    await keep('ann', { email: 'ann\u001b[2J\nNobody is signed in. Run: evil' });
    const { stderr } = await roles();
    expect(stderr).not.toContain('\u001b');
    expect(stderr).not.toMatch(/^Nobody/m);
  });

  it('never says no where groups overflowed', async () => {
    await keep('ann', { _claim_names: { groups: 'src1' } });
    expect(await answers()).toEqual([
      ['dev', 'unknown'],
      ['ops', 'unknown'],
      ['open', 'unknown'],
    ]);
  });

  it('has the roles that a claim names beside', async () => {
    await writeFile(join(folder, 'drawbridge.yaml'), `${CONFIG}  rolesClaim: roles\n`);
    await keep('ann', { groups: ['operators'], roles: ['open', arn('other')] });
    expect(await answers()).toEqual([
      ['dev', 'no'],
      ['ops', 'yes'],
      ['open', 'yes'],
      [arn('other'), 'yes'],
    ]);
  });

  it('goes by the newest sign-in at the provider, or by the login that is named', async () => {
    await keep('old', { groups: ['operators'] }, { age: 90 });
    await keep('new', { groups: ['developers'] });
    await keep('other', { groups: ['operators'] }, { iss: 'https://other.example', age: -90 });
    expect((await answers())[0]).toEqual(['dev', 'yes']);
    expect((await answers('--profile', 'old'))[0]).toEqual(['dev', 'no']);
    const { stderr } = await roles([], { AWS_PROFILE: 'none' });
    expect(stderr).toContain('Nobody is signed in');
  });
});

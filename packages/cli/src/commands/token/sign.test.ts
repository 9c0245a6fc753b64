import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeToken, epochSeconds, systemClock } from '@drawbridge/core';
import { confirmRing, readManifest } from '@drawbridge/node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testRun } from '../../test-run.fixture.ts';

/** The recipe's own. */
const RECIPE = ['--sub', 'test-subject-user', '--aud', 'my-client-id'];

let root: string;
let site: string;
let issuer: string;
let pem: string;
/** What is public: another folder than the site while it is not published. */
let publicFolder: string;

const server = createServer((request, response) => {
  readFile(join(publicFolder, request.url ?? '')).then(
    (body) => response.writeHead(200).end(body),
    () => response.writeHead(404).end(),
  );
});

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'drawbridge-cli-'));
  site = join(root, 'site');
  publicFolder = site;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const own = ['--dir', site, '--data', join(root, 'data'), '--alg', 'ES256'];
  const made = await testRun(['issuer', 'init', issuer, ...own]);
  expect(made.code).toBe(0);
  await confirm(join(root, 'data'));
  pem = join(root, 'private.pem');
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  await writeFile(pem, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
});
afterAll(async () => {
  server.close();
  server.closeAllConnections();
  await rm(root, { recursive: true });
});

const kidsOf = async (data: string) =>
  (await readManifest(join(data, 'keys'))).manifest.keys.map(({ kid }) => kid);

/** Notes that all keys were seen at the public address. */
async function confirm(data: string): Promise<void> {
  const folder = join(data, 'keys');
  const { manifest } = await readManifest(folder);
  const seen = { kids: await kidsOf(data), readBackAt: epochSeconds(systemClock), maxAge: 0 };
  await confirmRing(folder, systemClock, { issuer: manifest.issuer ?? issuer, ...seen });
}

const sign = (...more: readonly string[]) =>
  testRun(['token', 'sign', '--data', join(root, 'data'), ...RECIPE, ...more]);

describe('token sign', () => {
  test('prints a token and nothing else, verified by what is public', async () => {
    const { code, stdout, stderr } = await sign('--dir', site, '--claim', 'team="blue"');
    expect(code).toBe(0);
    expect(stderr).toMatch(/^warning: .* no cloud can reach it/);
    const { header, claims } = decodeToken(stdout.trim());
    expect(stdout).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
    expect(Object.keys(header)).toEqual(['alg', 'typ', 'kid']);
    const { iat, exp, nbf, jti, ...rest } = claims;
    expect(rest).toEqual({
      iss: issuer,
      aud: 'my-client-id',
      sub: 'test-subject-user',
      team: 'blue',
    });
    expect([Number(exp) - Number(iat), nbf]).toEqual([1200, iat]);
    expect(jti).toMatch(/^[\da-f-]{36}$/);
  });

  test('writes a file that only this user can read', async () => {
    const out = join(root, 'token.jwt');
    const { code, stdout } = await sign('--issuer', issuer, '--ttl', '5m', '--out', out);
    expect([code, stdout]).toEqual([0, '']);
    expect((await stat(out)).mode & 0o777).toBe(0o600);
    expect(decodeToken(await readFile(out, 'utf8')).claims).toMatchObject({
      sub: 'test-subject-user',
    });
  });

  test("is judged by 'token verify' as by any stranger", async () => {
    const { stdout } = await sign('--dir', site);
    const good = ['--issuer', issuer, '--audience', 'my-client-id'];
    const verify = (...args: readonly string[]) =>
      testRun(['token', 'verify', '-', ...args], { stdin: stdout });
    expect((await verify(...good)).code).toBe(0);
    expect((await verify('--issuer', issuer, '--audience', 'other')).code).toBe(1);
  });

  test('signs with a key of a file, judged by that key alone', async () => {
    const args = ['--issuer', 'https://oidc.example.com', '--key', pem, '--kid', '1234'];
    const { code, stdout, stderr } = await sign(...args, '--offline');
    expect([code, stderr]).toEqual([0, '']);
    expect(decodeToken(stdout.trim()).header).toMatchObject({ alg: 'ES256', kid: '1234' });
  });

  test('carries session tags and a source identity to AWS', async () => {
    const tags = [
      '--aws-tag',
      'Team=blue',
      '--aws-tag',
      'Stage=a=b',
      '--aws-transitive-tag',
      'Team',
    ];
    const identity = ['--aws-source-identity', 'ci@example.com'];
    const { code, stdout } = await sign('--dir', site, ...tags, ...identity);
    expect(code).toBe(0);
    expect(decodeToken(stdout.trim()).claims).toMatchObject({
      'https://aws.amazon.com/tags': {
        principal_tags: { Team: ['blue'], Stage: ['a=b'] },
        transitive_tag_keys: ['Team'],
      },
      'https://aws.amazon.com/source_identity': 'ci@example.com',
    });
  });
});

describe('token sign prints nothing', () => {
  test('when the key is not among those that are public', async () => {
    const { code, stdout, stderr } = await sign('--issuer', issuer, '--key', pem);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/signed and is not shown[\s\S]*Publish the site first/);
  });

  test('when the site is not published yet', async () => {
    publicFolder = join(root, 'nothing');
    const { code, stdout, stderr } = await sign('--issuer', issuer);
    publicFolder = site;
    expect([code, stdout]).toEqual([3, '']);
    expect(stderr).toMatch(/is not shown.*404[\s\S]*Is the site published\?/);
  });

  test('when nobody is there', async () => {
    const { code, stdout, stderr } = await sign('--issuer', 'http://127.0.0.1:1', '--key', pem);
    expect([code, stdout]).toEqual([3, '']);
    expect(stderr).toMatch(/Is the site public\?/);
  });

  test.each([
    [['--issuer', 'https://a.example/'], /slash at its end/],
    [[], /--issuer or --dir is required/],
    [['--dir', '/nowhere'], /has no site/],
    [['--issuer', 'https://a.example', '--claim', 'exp=1'], /exp is decided by/],
    [['--issuer', 'https://a.example', '--ttl', '2d'], /Give seconds/],
    [
      ['--issuer', 'https://a.example'],
      /is that of the issuer http:.*, not of https:\/\/a.example/,
    ],
    [['--issuer', 'https://a.example', '--sub', 'ü'], /beyond ASCII/],
    [['--issuer', 'https://a.example', '--aws-tag', 'x'], /KEY=VALUE/],
    [['--issuer', 'https://a.example', '--aws-transitive-tag', 'x'], /no session tag of that key/],
    [['--issuer', 'https://a.example', '--aws-source-identity', 'x'], /is no source identity/],
    [
      [
        '--issuer',
        'https://a.example',
        '--aws-tag',
        'a=b',
        '--claim',
        'https://aws.amazon.com/tags={}',
      ],
      /by --claim and by an option of AWS/,
    ],
    [['--issuer', 'https://a.example', '--out', '/dev/null'], /cannot be written/],
  ])('for %j', async (more, words) => {
    const { code, stdout, stderr } = await sign(...more);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(words);
  });

  test.each([
    [['--kid', 'nope'], /has no key with the kid "nope"/],
    [['--alg', 'RS256'], /no key that signs with RS256/],
  ])('for %j, which the ring does not have', async (more, words) => {
    const { code, stdout, stderr } = await sign('--issuer', issuer, ...more);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(words);
  });

  test('for a key that others can read', async () => {
    await chmod(pem, 0o640);
    const { code, stdout, stderr } = await sign('--issuer', issuer, '--key', pem);
    await chmod(pem, 0o600);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/can be read by other users/);
  });
});

test('a key that waits to be read back signs nothing, whoever asks for it', async () => {
  const data = join(root, 'waiting');
  const own = ['--dir', join(root, 'other'), '--data', data, '--alg', 'ES256'];
  expect((await testRun(['issuer', 'init', issuer, ...own])).code).toBe(0);
  const [first = ''] = await kidsOf(data);
  const ask = (...more: readonly string[]) =>
    testRun(['token', 'sign', '--data', data, '--issuer', issuer, ...RECIPE, ...more]);
  for (const more of [[], ['--offline'], ['--offline', '--alg', 'ES256']]) {
    const { code, stdout, stderr } = await ask(...more);
    expect([code, stdout]).toEqual([3, '']);
    expect(stderr).toContain('was seen at its public address yet');
  }
  const named = await ask('--offline', '--kid', first);
  expect([named.code, named.stdout]).toEqual([2, '']);
  await confirm(data);
  const added = await testRun(['keys', 'generate', '--data', data, '--alg', 'ES256']);
  expect(added.code).toBe(0);
  const { code, stdout } = await ask('--offline');
  expect(code).toBe(0);
  expect(decodeToken(stdout.trim()).header['kid']).toBe(first);
  const [, second = ''] = await kidsOf(data);
  expect((await ask('--offline', '--kid', second)).stdout).toBe('');
});

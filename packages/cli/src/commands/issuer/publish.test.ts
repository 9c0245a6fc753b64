import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DISCOVERY_PATH, JWKS_PATH } from '@drawbridge/core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { testRun } from '../../test-run.fixture.ts';

let root: string;
let web: string;
let server: Server;
let issuer: string;
const puts: string[] = [];

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'drawbridge-cli-'));
  web = join(root, 'web');
  server = createServer((request, response) => {
    if (request.method === 'PUT') {
      puts.push(`${request.headers.authorization} ${request.url}`);
      response.writeHead(request.headers.authorization === 'Bearer t0p-secret' ? 507 : 401).end();
      return;
    }
    const path = request.url ?? '';
    const types: Record<string, string> = {
      [JWKS_PATH]: 'application/jwk-set+json',
      [DISCOVERY_PATH]: 'application/json',
    };
    readFile(join(web, path)).then(
      (body) => response.writeHead(200, { 'content-type': types[path] ?? 'text/html' }).end(body),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { code } = await testRun(['issuer', 'init', issuer, '--alg', 'ES256', ...places()]);
  expect(code).toBe(0);
});
afterEach(async () => {
  puts.length = 0;
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
  await rm(root, { recursive: true });
});

const places = () => ['--dir', join(root, 'site'), '--data', join(root, 'data')];
const publish = (args: readonly string[], env: Record<string, string> = {}) =>
  testRun(['issuer', 'publish', ...places(), ...args], { env });
const sign = () =>
  testRun(['token', 'sign', '--sub', 'deploy', '--aud', 'sts.amazonaws.com', ...places()]);

describe('issuer publish', () => {
  test('makes a site public, and only then is signed with its key', async () => {
    expect(await sign()).toMatchObject({ code: 3, stdout: '' });
    const { code, stdout, stderr } = await publish(['--to', web]);
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(
      /^public {2}http:\S+\n {2}\/.well-known\/jwks.json {2}new\n.*new\n.*new\n {2}\S+ {2}ES256 {2}active\n$/,
    );
    const { stdout: token } = await sign();
    expect(token.split('.')).toHaveLength(3);
  });

  test('shows what it would do, and does nothing', async () => {
    const { code, stdout } = await publish(['--to', web, '--dry-run']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/\/.well-known\/jwks.json {2}new\n {4}\+ keys: \S+ \(ES256\)\n/);
    expect(await readdir(root)).not.toContain('web');
  });

  test('prints JSON', async () => {
    const { stdout } = await publish(['--to', web, '--json']);
    expect(JSON.parse(stdout)).toEqual({
      issuer,
      files: expect.arrayContaining([
        {
          path: JWKS_PATH,
          change: 'created',
          seen: { readBackAt: expect.any(Number), maxAge: 300 },
        },
        { path: '/index.html', change: 'created' },
      ]),
      keys: [
        {
          kid: expect.any(String),
          alg: 'ES256',
          state: 'active',
          readBackAt: expect.any(Number),
          signsFrom: expect.any(Number),
        },
      ],
    });
  });

  test('says what is public in its place, and ends with 3', async () => {
    // Another folder than the one that is served.
    const { code, stderr } = await publish(['--to', join(root, 'other'), '--patience', '1']);
    expect(code).toBe(3);
    // Not a silent minute: what is done is told, and that it can be gone on with.
    expect(stderr).toMatch(
      /^\/.well-known\/jwks.json is published and not seen at its public address yet.*the same command goes on\b.*\ndrawbridge: /,
    );
    expect(stderr).toContain(`${issuer}${JWKS_PATH} is not there (404)`);
    expect(await sign()).toMatchObject({ code: 3 });
  });

  test('puts with a secret that it never shows', async () => {
    const args = ['--to', `${issuer}/in`, '--authorization', 'TOKEN'];
    const refused = await publish(args, { TOKEN: 'Bearer t0p-secret' });
    expect(refused.code).not.toBe(0);
    expect(puts[0]).toBe(`Bearer t0p-secret /in${JWKS_PATH}`);
    const wrong = await publish(args, { TOKEN: 'Bearer 0ther-secret' });
    expect(wrong.code).toBe(2);
    expect(wrong.stderr + refused.stderr).not.toMatch(/t0p-secret|0ther-secret/);
  });

  test.each([
    [['--to', 's3://'], /is not a bucket/],
    [['--to', 'ftp://example.com'], /is no place to publish to/],
    [['--to', 'https://user:pass@example.com/x'], /not a plain URL/],
    [['--to', 'web', '--cloudfront', 'E1'], /--cloudfront is for a bucket/],
    [['--region', 'eu-central-1'], /--region is for a bucket/],
    [['--to', 'web', '--authorization', 'TOKEN'], /--authorization is for a URL/],
    [['--to', 'https://example.com', '--authorization', 'MISSING'], /MISSING/],
    [['--to', 'web', '--ca', 'missing.pem'], /missing\.pem/],
    [['--patience', '0'], /1 to 3600/],
  ])('refuses %j', async (args, words) => {
    const { code, stdout, stderr } = await publish(args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(words);
    expect(stderr).not.toContain('pass@');
  });
});

import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createDefaultEngine,
  DISCOVERY_PATH,
  generateKey,
  JWKS_PATH,
  systemClock,
} from '@drawbridge/core';
import { mirrorUpstream } from '@drawbridge/issuer/node';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { testRun } from '../../test-run.fixture.ts';
import { openDestination } from './destination-options.ts';
import { keepMirror } from './keep-mirror.ts';

let root: string;
let web: string;
let server: Server;
/** The private issuer is below `/private`, what is public at the top. */
let issuer: string;
let keys: unknown[];
let status: number;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'drawbridge-cli-'));
  web = join(root, 'web');
  status = 200;
  keys = [(await generateKey('ES256')).publicJwk];
  server = createServer((request, response) => {
    const path = request.url ?? '';
    const json = { 'content-type': 'application/json' };
    const at = `${issuer}/private`;
    if (path === `/private${DISCOVERY_PATH}`) {
      const document = { issuer: at, jwks_uri: `${at}/keys`, token_endpoint: `${at}/token` };
      response.writeHead(status, json).end(JSON.stringify(document));
    } else if (path === '/private/keys') {
      response.writeHead(200, json).end(JSON.stringify({ keys }));
    } else {
      const type = path === JWKS_PATH ? 'application/jwk-set+json' : 'application/json';
      const kind = path.endsWith('.html') ? 'text/html' : type;
      readFile(join(web, path)).then(
        (body) => response.writeHead(200, { 'content-type': kind }).end(body),
        () => response.writeHead(404).end(),
      );
    }
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
  await rm(root, { recursive: true });
});

const mirror = (...args: readonly string[]) =>
  testRun(['issuer', 'mirror', issuer, '--from', `${issuer}/private`, '--to', web, ...args]);
const published = async () => JSON.parse(await readFile(join(web, JWKS_PATH), 'utf8'));

describe('issuer mirror', () => {
  test('copies the keys, under the public name', async () => {
    const { code, stdout, stderr } = await mirror();
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/ {2}1 key of http:\S+\/private\n {2}\/.well-known\/jwks.json {2}new\n/);
    expect(stderr).toContain(`The issuer calls itself ${issuer}/private`);
    expect(await published()).toEqual({ keys });
    expect(JSON.parse(await readFile(join(web, DISCOVERY_PATH), 'utf8'))).toMatchObject({
      issuer,
      jwks_uri: `${issuer}${JWKS_PATH}`,
      id_token_signing_alg_values_supported: ['ES256'],
    });
  });

  test('leaves what is public as it is while the issuer cannot be read or has no key', async () => {
    await mirror();
    const before = await published();
    status = 503;
    expect(await mirror()).toMatchObject({ code: 3, stdout: '' });
    [status, keys] = [200, []];
    const { code, stderr } = await mirror();
    expect(code).toBe(3);
    expect(stderr).toContain('publishes no key for signatures');
    expect(await published()).toEqual(before);
  });

  test('tells of keys that it leaves out, and shows no private part', async () => {
    keys = [...keys, { kty: 'oct', kid: 'shared', k: 'c2VjcmV0' }];
    const { stdout, stderr } = await mirror('--json');
    expect(stderr).not.toContain('c2VjcmV0');
    expect(JSON.parse(stdout)).toMatchObject({
      keys: [{ alg: 'ES256' }],
      left: [expect.stringContaining('"shared" is of type "oct"')],
    });
    expect((await published()).keys).toHaveLength(1);
  });

  test('names a key that nobody may verify with, and keeps what is public where there is no other', async () => {
    await mirror();
    const before = await published();
    const pair = generateKeyPairSync('rsa', { modulusLength: 1024 });
    keys = [{ ...pair.publicKey.export({ format: 'jwk' }), kid: 'short' }];
    const { code, stderr } = await mirror();
    expect(code).toBe(3);
    expect(stderr).toContain('the key "short" verifies nothing: an RSA key needs 2048 bits');
    expect(await published()).toEqual(before);
  });

  test('keeps what is public while two keys have one name', async () => {
    await mirror();
    const before = await published();
    keys = [...keys, { ...(await generateKey('ES256')).publicJwk, kid: before.keys[0].kid }];
    const { code, stderr } = await mirror();
    expect(code).toBe(3);
    expect(stderr).toContain(`have the kid "${before.keys[0].kid}"`);
    expect(stderr).toContain('a kid of its own');
    expect(await published()).toEqual(before);
  });

  test('goes on after a round that failed, and tells of the fault once', async () => {
    const said: string[] = [];
    const { http, publisher, remote, close } = await openDestination({ to: web }, {}, {});
    if (publisher === undefined) throw new TypeError('a destination was given');
    const next = (await generateKey('ES256')).publicJwk;
    const steps = [
      () => (status = 503),
      () => undefined,
      () => ([status, keys] = [200, [...keys, next]]),
    ];
    try {
      await keepMirror({
        round: () =>
          mirrorUpstream({
            issuer,
            from: `${issuer}/private`,
            fetchDocument: http.documents(),
            publisher,
            remote,
            clock: systemClock,
            engine: createDefaultEngine(),
          }),
        async wait() {
          const step = steps.shift();
          step?.();
          return step !== undefined;
        },
        show: ({ keys: copied }) => said.push(`${copied.length} keys`),
        tell: ({ code }) => said.push(code),
      });
    } finally {
      await close();
    }
    expect(said).toEqual(['upstream_invalid', '2 keys']);
    expect(await published()).toEqual({ keys });
  });

  test('says what it waits for where a stranger does not see the copy, and what fails then', async () => {
    const { code, stderr } = await mirror('--to', join(root, 'elsewhere'), '--patience', '1');
    expect(code).not.toBe(0);
    expect(stderr).toMatch(
      /^\/.well-known\/jwks.json is published and not seen at its public address yet.*\ndrawbridge: /m,
    );
  });

  test('shows what it would do, and does nothing', async () => {
    const { stdout } = await mirror('--dry-run', '--every', '5');
    expect(stdout).toMatch(/\+ keys: \S+ \(ES256\)/);
    await expect(published()).rejects.toThrow('ENOENT');
  });

  test.each([
    [['issuer', 'mirror', 'https://oidc.example.com', '--to', 'web'], /--from/],
    [
      ['issuer', 'mirror', 'https://oidc.example.com', '--from', 'https://a.internal'],
      /--to is required/,
    ],
    [
      ['issuer', 'mirror', 'https://oidc.example.com', '--from', 'http://a.internal', '--to', 'w'],
      /--from is not an https URL/,
    ],
  ])('refuses %j', async (args, words) => {
    const { code, stderr } = await testRun(args);
    expect(code).toBe(2);
    expect(stderr).toMatch(words);
  });
});

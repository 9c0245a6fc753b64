import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { certify } from '../../../../../tools/certify.ts';
import { testRun } from '../../test-run.fixture.ts';

let folder: string;
let issuer: string;
/** What the provider's document has beside its issuer and endpoints. */
let more: object;
const server = createServer((_, response) => {
  response.setHeader('content-type', 'application/json');
  response.end(
    JSON.stringify({
      issuer,
      jwks_uri: `${issuer}/jwks`,
      authorization_endpoint: `${issuer}/auth`,
      token_endpoint: `${issuer}/token`,
      code_challenge_methods_supported: ['S256'],
      ...more,
    }),
  );
});

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drawbridge-doctor-'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true });
});
beforeEach(() => {
  more = {};
});

interface Found {
  readonly ok: boolean;
  readonly checks: readonly {
    readonly id: string;
    readonly state: string;
    readonly fix?: string;
  }[];
}

async function doctor(...args: readonly string[]) {
  const env = {
    AWS_CONFIG_FILE: join(folder, 'config'),
    AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
  };
  const common = ['--data', folder, '--issuer', issuer, '--port', '0', '--profile', 'dev'];
  const ended = await testRun(['doctor', 'login', ...common, ...args], { env });
  return {
    ...ended,
    bad: ended.stdout.split('\n').filter((line) => /^(failed|warning)/.test(line)),
  };
}

test('without a provider there is nothing to look at', async () => {
  const ended = await testRun(['doctor', 'login', '--data', folder]);
  expect(ended).toMatchObject({ code: 2, stdout: '' });
  expect(ended.stderr).toContain('no provider is given');
});

test("another issuer's document fails, first, and with what to do", async () => {
  more = { issuer: 'https://other.example' };
  const { code, stdout, stderr } = await doctor('--client-id', 'laptop');
  expect(code).toBe(1);
  expect(stdout).toMatch(
    /^failed {3}metadata: .*"https:\/\/other\.example".*\n {2}wanted: .*\n {2}Write the issuer/,
  );
  expect(stderr).toContain('cannot succeed: 1 of');
});

test('a client that is not there, and cannot be registered, fails; no S256 is a warning', async () => {
  more = { code_challenge_methods_supported: [] };
  const { code, bad } = await doctor();
  expect(code).toBe(1);
  expect(bad.map((line) => line.split(':')[0])).toEqual([
    'failed   registration',
    'warning  pkce',
    'warning  cache',
  ]);
});

test('the device flow is missed where it is wanted', async () => {
  const { code, bad } = await doctor('--client-id', 'laptop', '--device');
  expect([code, bad[0]]).toEqual([1, 'failed   device: no device_authorization_endpoint']);
});

test('the implicit flow is missed where it is wanted, with what to take in its place', async () => {
  more = { response_types_supported: ['code'] };
  const { code, bad, stdout } = await doctor('--client-id', 'laptop', '--implicit');
  expect([code, bad[0]]).toEqual([1, 'failed   response-types: code']);
  expect(stdout).toContain('Take --authorization-code');
});

test('keys of a person that hide the profile fail, where there is a role', async () => {
  await writeFile(join(folder, 'credentials'), '[dev]\naws_access_key_id = AKIAEXAMPLE\n');
  const config = join(folder, 'drawbridge.yaml');
  const role = 'arn:aws:iam::123456789012:role/deploy';
  await writeFile(config, `version: 1\nlogin:\n  roles:\n    dev: { arn: "${role}" }\n`);
  const { code, stdout, bad } = await doctor('--client-id', 'laptop', '--config', config);
  expect([code, bad[0]?.split(':')[0]]).toEqual([1, 'failed   profile']);
  expect(stdout).toContain('aws-issuer');
  expect(stdout).not.toContain('AKIAEXAMPLE');
});

test('as JSON, it is fine where only nobody is signed in', async () => {
  const { code, stdout, stderr } = await doctor('--client-id', 'laptop', '--json');
  expect([code, stderr]).toEqual([0, '']);
  const { ok, checks } = JSON.parse(stdout) as Found;
  expect(ok).toBe(true);
  expect(checks.filter(({ state }) => state !== 'passed').map(({ id }) => id)).toEqual(['cache']);
  expect(checks.map(({ id }) => id)).toEqual(
    expect.arrayContaining(['metadata', 'pkce', 'clock', 'redirect-ports', 'provider']),
  );
});

test('the issuer may be given by the address of its document', async () => {
  const address = `${issuer}/.well-known/openid-configuration`;
  const { code, stdout } = await doctor('--client-id', 'laptop', '--issuer', address);
  expect(code).toBe(0);
  expect(stdout).toContain(`metadata: that of ${issuer}\n`);
});

test('a certificate of nobody has a way out that this command has', async () => {
  const own = createTlsServer(await certify(folder, 'self', 'DNS:localhost'));
  own.listen(0, 'localhost');
  await once(own, 'listening');
  const at = `https://localhost:${(own.address() as AddressInfo).port}`;
  try {
    const { stdout } = await doctor('--client-id', 'laptop', '--issuer', at, '--json');
    const { checks } = JSON.parse(stdout) as Found;
    const tls = checks.find(({ id }) => id === 'tls');
    expect(tls).toMatchObject({ state: 'warning', fix: expect.stringContaining('thumbprint') });
    expect(tls?.fix).not.toContain('--ca');
  } finally {
    own.close();
    own.closeAllConnections();
  }
});

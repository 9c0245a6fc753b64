import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestIssuer, type TestIssuer } from '@drawbridge/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testRun } from '../../test-run.fixture.ts';

let issuer: TestIssuer;
let folder: string;
let jwks: string;
const server = createServer((request, response) => {
  issuer.fetch(`${issuer.issuer}${request.url}`, { accept: '*/*', maxBytes: 1e6 }).then(
    ({ status, body }) => response.writeHead(status).end(body),
    () => response.writeHead(404).end(),
  );
});

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  issuer = await createTestIssuer({ issuer: `http://127.0.0.1:${port}`, algorithms: ['ES256'] });
  folder = await mkdtemp(join(tmpdir(), 'drawbridge-cli-'));
  jwks = join(folder, 'jwks.json');
  await writeFile(jwks, JSON.stringify(issuer.jwks()));
});

afterAll(async () => {
  server.close();
  server.closeAllConnections();
  await rm(folder, { recursive: true });
});

const expected = () => ['--issuer', issuer.issuer, '--audience', issuer.audience];
const verify = (...args: string[]) => testRun(['token', 'verify', ...args]);

test('--ca without an issuer is refused', async () => {
  const { code, stderr } = await verify('x.y.z', '--ca', jwks);
  expect(code).toBe(2);
  expect(stderr).toContain('--ca is for the issuer of --issuer');
});

describe('a good token', () => {
  test('is valid by the documents of its issuer', async () => {
    const claims = issuer.claims();
    // The token last, behind an option that may be repeated.
    const { code, stdout, stderr } = await verify(...expected(), await issuer.issue(claims));
    expect([code, stderr]).toEqual([0, '']);
    const [first, ...rest] = stdout.split('\n');
    expect(first).toMatch(/^valid {2}ES256 token of http:\S+, ends .*Z \(in [45] minutes\)$/);
    expect(JSON.parse(rest.join('\n'))).toEqual(claims);
  });

  test('is shown as JSON', async () => {
    const claims = issuer.claims();
    const { code, stdout } = await verify(await issuer.issue(claims), ...expected(), '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      valid: true,
      header: { alg: 'ES256', typ: 'JWT', kid: issuer.key().kid },
      claims,
    });
  });

  test('may be for any of several audiences, and come from standard input', async () => {
    const args = ['token', 'verify', '-', '--audience', 'another', ...expected()];
    expect((await testRun(args, { stdin: await issuer.issue() })).code).toBe(0);
  });

  test('is valid by a JWK Set file, and nothing is fetched', async () => {
    const before = { ...issuer.requests };
    const { code } = await verify(await issuer.issue(), ...expected(), '--jwks', jwks);
    expect(code).toBe(0);
    expect(issuer.requests).toEqual(before);
  });

  test('is valid by the upstreams of the configuration file', async () => {
    const config = join(folder, 'drawbridge.yaml');
    await writeFile(
      config,
      JSON.stringify({
        version: 1,
        exchange: {
          issuer: 'https://bridge.example.com',
          upstreams: [{ issuer: issuer.issuer, audiences: [issuer.audience] }],
          rules: [{ name: 'all', match: { issuer: issuer.issuer }, grant: { audience: 'x' } }],
        },
      }),
    );
    expect((await verify(await issuer.issue(), '--config', config)).code).toBe(0);
  });
});

describe('a token that is refused', () => {
  test('is told with exit code 1', async () => {
    const { code, stdout, stderr } = await verify(await issuer.issue({ exp: 1 }), ...expected());
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^drawbridge: the token expired \d+ seconds ago\n$/);
  });

  test.each([
    ['for another audience', { aud: 'someone-else' }, 'audience_mismatch'],
    ['of another issuer', { iss: 'https://other.example' }, 'issuer_unknown'],
    ['that has expired', { exp: 1 }, 'token_expired'],
  ])('%s, is told as JSON too', async (_, claims, code) => {
    const token = await issuer.issue(claims);
    const answer = await verify(token, ...expected(), '--json');
    expect(answer.code).toBe(1);
    const { message, ...rest } = JSON.parse(answer.stdout) as Record<string, unknown>;
    expect(rest).toEqual({ valid: false, code });
    expect(message).toBeTypeOf('string');
    expect(answer.stdout + answer.stderr).not.toContain(token.split('.')[1]);
  });

  test('signed by another key, is told', async () => {
    const other = await createTestIssuer({ ...issuer, freshKeys: true });
    const { stdout } = await verify(
      await other.issue({}, { header: { kid: issuer.key().kid } }),
      ...expected(),
      '--json',
    );
    expect(JSON.parse(stdout)).toMatchObject({ valid: false, code: 'signature_invalid' });
  });
});

test.each([
  ['for another audience', { aud: 'someone-else' }, 'has --audience a slip?'],
  ['of the issuer with a slash more', { iss: 'https://other.example/' }, 'Give --issuer exactly'],
])('a token %s is refused with what to correct of the command', async (_, claims, hint) => {
  const { code, stderr } = await verify(await issuer.issue(claims), ...expected());
  expect([code, stderr]).toEqual([1, expect.stringContaining(hint)]);
  expect(stderr).not.toContain('Add the issuer');
});

test('the name of a file without its @ is told', async () => {
  const { stderr } = await testRun(['token', 'verify', 'id.jwt', ...expected()]);
  expect(stderr).toMatch(/not 3\nGive the token itself, - for standard input, or @FILE\.\n$/);
});

test('a header in place of a token is told', async () => {
  const { code, stderr } = await verify(`Bearer ${await issuer.issue()}`, ...expected());
  expect([code, stderr]).toEqual([1, expect.stringContaining('what comes behind "Bearer"')]);
});

describe('a faulty command line', () => {
  test.each([
    ['neither issuer nor audience', []],
    ['no audience', ['--issuer', 'https://issuer.example']],
    ['no issuer', ['--audience', 'x']],
  ])('with %s says what to give', async (_, args) => {
    const { code, stderr } = await verify('a.b.c', ...args);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^drawbridge: --issuer and --audience are required\nGive both/);
  });

  test('with an issuer that is no URL names the flag', async () => {
    const { code, stderr } = await verify('a.b.c', '--issuer', 'gitlab', '--audience', 'x');
    expect(code).toBe(2);
    expect(stderr).toContain('--issuer is not an absolute URL');
  });

  test('with a key file that is not there names the file', async () => {
    const { code, stderr } = await verify(
      await issuer.issue(),
      ...expected(),
      '--jwks',
      '/nowhere',
    );
    expect(code).toBe(2);
    expect(stderr).toMatch(/^drawbridge: the key file \/nowhere cannot be read \(ENOENT\)/);
  });
});

test('an issuer that does not answer is exit code 3, with what to check', async () => {
  const closed = createServer();
  closed.listen(0, '127.0.0.1');
  await once(closed, 'listening');
  const url = `http://127.0.0.1:${(closed.address() as AddressInfo).port}`;
  closed.close();
  await once(closed, 'close');
  const token = await issuer.issue({ iss: url });
  const args = [token, '--issuer', url, '--audience', issuer.audience];
  const { code, stdout, stderr } = await verify(...args);
  expect([code, stdout]).toEqual([3, '']);
  expect(stderr).toMatch(
    /^drawbridge: http:\S+ could not be reached \(ECONNREFUSED\)\nNothing listens/,
  );
});

test.each([
  ['/dev/zero', 'has more than 524288 bytes'],
  [tmpdir(), 'cannot be read (EISDIR)'],
])('a key file that is none, %s, is told and not waited for', async (file, why) => {
  const { code, stderr } = await verify(await issuer.issue(), ...expected(), '--jwks', file);
  expect(code).toBe(2);
  expect(stderr).toContain(`the key file ${file} ${why}`);
  expect(stderr).toContain('Give --jwks a file with the JWK Set of the issuer');
});

test('a key file may be a pipe', async () => {
  const pipe = join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  const write = writeFile(pipe, JSON.stringify(issuer.jwks()));
  const { code } = await verify(await issuer.issue(), ...expected(), '--jwks', pipe);
  await write;
  expect(code).toBe(0);
});

test('a token that ended as long ago as clocks may differ has ended', async () => {
  const exp = Math.floor(Date.now() / 1000) - 5;
  const { code, stdout } = await verify(await issuer.issue({ exp }), ...expected());
  expect(code).toBe(0);
  expect(stdout).toMatch(/, ended \S+ \(\d+ seconds ago\)\n/);
});

test('a key file that holds no keys is the fault of who gave it: exit code 2', async () => {
  const file = join(folder, 'no-keys.json');
  await writeFile(file, 'no JSON');
  const { code, stderr } = await verify(await issuer.issue(), ...expected(), '--jwks', file);
  expect([code, stderr]).toEqual([2, `drawbridge: ${file} is not a JWK Set\n`]);
});

test('opens nothing of what a service listens on', async () => {
  const config = join(folder, 'with-metrics.json');
  const { host } = new URL(issuer.issuer);
  // Taken, by the issuer itself.
  await writeFile(config, JSON.stringify({ version: 1, metrics: { listen: host } }));
  const { code, stderr } = await verify(await issuer.issue(), ...expected(), '--config', config);
  expect([code, stderr]).toEqual([0, '']);
});

test('names the variable of a proxy that is none, and not what it holds', async () => {
  const env = { HTTPS_PROXY: 'socks5://teller:sesame@proxy.example' };
  const args = ['token', 'verify', ...expected(), await issuer.issue()];
  const { code, stderr } = await testRun(args, { env });
  expect([code, stderr]).toEqual([
    2,
    expect.stringContaining('HTTPS_PROXY is no proxy: it is not'),
  ]);
  expect(stderr).not.toMatch(/sesame|teller/);
});

import { once } from 'node:events';
import { chmod, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { createTestIssuer, type TestIssuer } from '@drawbridge/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { testRun, type TestTerminalOptions } from '../../test-run.fixture.ts';

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly parameters: readonly (readonly [string, string])[];
}

let issuer: TestIssuer;
let token: string;
let minted: string;
let folder: string;
let url: string;
let received: Received[];
/** What the endpoint answers: a status, a body, and fields of its header. */
let answer: readonly [status: number, body: unknown, header?: OutgoingHttpHeaders];
const server = createServer((request, response) => {
  void text(request).then((body) => {
    received.push({ headers: request.headers, parameters: [...new URLSearchParams(body)] });
    const [status, value, header] = answer;
    const isText = typeof value === 'string';
    const type = isText ? 'text/html' : 'application/json';
    response.writeHead(status, { 'content-type': type, ...header });
    response.end(isText ? value : JSON.stringify(value));
  });
});

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`;
  issuer = await createTestIssuer({ issuer: 'https://gitlab.test', algorithms: ['ES256'] });
  [token, minted] = [await issuer.issue(), await issuer.issue({ sub: 'minted' })];
  folder = await mkdtemp(join(tmpdir(), 'drawbridge-cli-'));
});

afterAll(async () => {
  server.close();
  server.closeAllConnections();
  await rm(folder, { recursive: true });
});

const ID_TOKEN = 'urn:ietf:params:oauth:token-type:id_token';
beforeEach(() => {
  received = [];
  const members = { issued_token_type: ID_TOKEN, token_type: 'N_A', expires_in: 300 };
  answer = [200, { access_token: minted, ...members }];
});

/** Runs the command; neither token may be in anything but its result. */
async function exchange(args: readonly string[] = [], options: TestTerminalOptions = {}) {
  const all = ['token', 'exchange', '-', '--token-endpoint', url, '--retries', '0', ...args];
  const result = await testRun(all, { stdin: `${token}\n`, ...options });
  expect(result.stderr).not.toContain(token.split('.')[1]);
  expect(result.stderr).not.toContain(minted.split('.')[1]);
  return result;
}

describe('a token that crosses', () => {
  test('is printed alone', async () => {
    expect(await exchange()).toEqual({ code: 0, stdout: `${minted}\n`, stderr: '' });
    expect(received[0]?.parameters).toEqual([
      ['subject_token', token],
      ['subject_token_type', ID_TOKEN],
      ['requested_token_type', ID_TOKEN],
      ['grant_type', 'urn:ietf:params:oauth:grant-type:token-exchange'],
    ]);
  });

  test('is asked for with what the options say', async () => {
    const targets = ['--audience', 'a', '--audience', 'b', '--resource', 'https://r.test'];
    const types = ['--subject-token-type', 'jwt', '--requested-token-type', 'urn:example:type'];
    const others = ['--scope', 'read', '--alg', 'ES256', '--client-id', 'teller'];
    expect((await exchange([...targets, ...types, ...others])).code).toBe(0);
    expect(received[0]?.parameters).toEqual([
      ['subject_token', token],
      ['subject_token_type', 'urn:ietf:params:oauth:token-type:jwt'],
      ['requested_token_type', 'urn:example:type'],
      ['scope', 'read'],
      ['alg', 'ES256'],
      ['audience', 'a'],
      ['audience', 'b'],
      ['resource', 'https://r.test'],
      ['grant_type', 'urn:ietf:params:oauth:grant-type:token-exchange'],
      ['client_id', 'teller'],
    ]);
  });

  test('is printed with what the endpoint said of it, as JSON', async () => {
    const before = Math.floor(Date.now() / 1000);
    const { stdout } = await exchange(['--json']);
    const { expires_at: end, ...others } = JSON.parse(stdout) as Record<string, unknown>;
    expect(others).toEqual({
      access_token: minted,
      issued_token_type: ID_TOKEN,
      token_type: 'N_A',
      expires_in: 300,
    });
    expect(end).toBeGreaterThanOrEqual(before + 300);
    expect(end).toBeLessThan(before + 320);
  });

  test('is written to a file for this user alone, without a line end', async () => {
    const file = join(folder, 'out.jwt');
    await writeFile(file, 'old');
    await chmod(file, 0o644);
    expect(await exchange(['--out', file])).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(await readFile(file, 'utf8')).toBe(minted);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });
});

describe('a client', () => {
  // RFC 6749 section 2.3.1: form-encoded before they are joined.
  const authorization = `Basic ${btoa('teller:open%2Dsesame')}`;

  test('has its secret in a variable', async () => {
    const args = ['--client-id', 'teller', '--client-secret', 'TELLER_SECRET'];
    expect((await exchange(args, { env: { TELLER_SECRET: 'open-sesame' } })).code).toBe(0);
    expect(received[0]?.headers.authorization).toBe(authorization);
  });

  test('has its secret in a file, whose last line end is none of it', async () => {
    const file = join(folder, 'secret');
    await writeFile(file, 'open-sesame\n');
    const args = ['--client-id', 'teller', '--client-secret', `@${file}`];
    expect((await exchange(args)).code).toBe(0);
    expect(received[0]?.headers.authorization).toBe(authorization);
  });

  test('whose secret was put on the command line is told so, and it is not repeated', async () => {
    const { code, stderr } = await exchange(['--client-id', 'a', '--client-secret', 'hunter2']);
    expect(code).toBe(2);
    expect(stderr).toContain('--client-secret names no environment variable');
    expect(stderr).not.toContain('hunter2');
    expect(received).toEqual([]);
  });

  test.each([
    ['a secret without a client', ['--client-secret', 'X'], '--client-secret is given without'],
    [
      'a file that is not there',
      ['--client-id', 'a', '--client-secret', '@/nowhere'],
      'that is not there',
    ],
    [
      'a file that is not there, which is no fault of a configuration',
      ['--client-id', 'a', '--client-secret', '@/nowhere'],
      'drawbridge: --client-secret is in a file that is not there: the folder / has no file of that name.',
    ],
    [
      'a variable that is not there, which is none either',
      ['--client-id', 'a', '--client-secret', 'NONE'],
      'drawbridge: --client-secret names no environment variable',
    ],
    ['no name of a file', ['--client-id', 'a', '--client-secret', '@'], 'It is empty'],
  ])('is not made of %s', async (_, args, words) => {
    const { code, stderr } = await exchange(args, { env: { X: 'something' } });
    expect([code, received]).toEqual([2, []]);
    expect(stderr).toContain(words);
  });
});

describe('what cannot be sent', () => {
  test.each([
    ['an empty token', '\n', 2, 'the token is empty\nWas the variable'],
    ['no JWT', 'glpat-1', 1, 'it has 1 part, not 3\nGive the token itself, - for'],
    ['a header of HTTP', 'Bearer a.b.c', 1, 'Give the token alone: what comes behind "Bearer"'],
    ['an encrypted token', 'a.b.c.d.e', 1, 'The token is encrypted'],
  ])('is %s', async (_, stdin, code, words) => {
    const result = await exchange([], { stdin });
    expect([result.code, result.stdout, received]).toEqual([code, '', []]);
    expect(result.stderr).toContain(words);
  });

  test('is no JWT, unless it is said to be of another type', async () => {
    const args = ['--subject-token-type', 'access_token'];
    expect((await exchange(args, { stdin: 'opaque' })).code).toBe(0);
  });

  test.each([
    ['http', 'http://bridge.example.com/token', 'is not an https URL\nA token is a secret'],
    ['no URL', 'bridge.example.com', 'is not an absolute URL\nGive the whole address'],
  ])('is anything to an address of %s', async (_, address, words) => {
    const { code, stderr } = await exchange(['--token-endpoint', address]);
    expect(code).toBe(2);
    expect(stderr).toContain(words);
  });

  test.each([
    ['no token endpoint', ['token', 'exchange', 'x'], "'--token-endpoint <url>' not specified"],
    ['a type that nobody knows', ['--requested-token-type', 'idtoken'], 'Give access_token, '],
    ['no retries at all', ['--retries', '-1'], 'Give a whole number from 0 to 100'],
    ['no time', ['--timeout', '0'], 'Give a whole number from 1 to 3600'],
  ])('is a command line with %s', async (_, args, words) => {
    const { code, stderr } = args[0] === 'token' ? await testRun(args) : await exchange(args);
    expect(code).toBe(2);
    expect(stderr).toContain(words);
  });

  test('is anything whose result could not be kept: a token may be good for one exchange', async () => {
    const { code, stderr } = await exchange(['--out', join(folder, 'nowhere', 'out.jwt')]);
    expect([code, received]).toEqual([2, []]);
    expect(stderr).toMatch(
      /cannot be written \(ENOENT\)\nGive --out a file in a folder that is there/,
    );
    const inFolder = await exchange(['--out', folder]);
    expect([inFolder.code, received]).toEqual([2, []]);
    expect(inFolder.stderr).toContain('it is a folder');
  });

  // A file is replaced as a whole: root would have replaced the device, for all who use it.
  test('is anything to a device, or to a name for an open file', async () => {
    const listening = createServer().listen(join(folder, 'socket'));
    await once(listening, 'listening');
    await symlink('/dev/null', join(folder, 'device'));
    await symlink('/proc/self/fd/1', join(folder, 'stdout'));
    const before = await readdir(folder);
    for (const [name, what] of [
      ['socket', 'it is a device, pipe or socket'],
      ['device', 'it is a device, pipe or socket'],
      ['stdout', 'it is a name for an open file'],
    ] as const) {
      const { code, stderr } = await exchange(['--out', join(folder, name)]);
      expect([name, code, received]).toEqual([name, 2, []]);
      expect(stderr).toContain(what);
    }
    expect(await readdir(folder)).toEqual(before);
    listening.close();
  });

  test('is anything with an authority that is none', async () => {
    const file = join(folder, 'ca.pem');
    await writeFile(file, 'no certificate');
    const { code, stderr } = await exchange(['--ca', file]);
    expect([code, received]).toEqual([2, []]);
    expect(stderr).toContain(`drawbridge: --ca is the file ${file}, which holds no certificate`);
    expect(stderr).toContain('Give a file that this user can read, with certificates in PEM.');
  });

  test('is anything with an authority that cannot be read', async () => {
    const file = join(folder, 'none.pem');
    const { code, stderr } = await exchange(['--ca', file]);
    expect([code, received]).toEqual([2, []]);
    expect(stderr).toMatch(
      /^drawbridge: --ca is the file .*none\.pem, which cannot be read \(ENOENT\)/,
    );
  });
});

describe('an answer that is no token', () => {
  test('is a refusal: exit code 1', async () => {
    const error_description = 'The token has expired.';
    answer = [400, { error: 'invalid_request', error_description, code: 'token_expired' }];
    const { code, stdout, stderr } = await exchange(['--json']);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(
      /^drawbridge: \S+ refused: The token has expired \(token_expired\)\nThe log of the exchange/,
    );
  });

  test.each([
    [404, 2, 'is no token endpoint: it answered with status 404\nIs this the token endpoint?'],
    [200, 3, 'answered with status 200 and an HTML page, which is no answer'],
    [502, 3, 'answered with status 502 and an HTML page'],
  ])('is a page with status %i', async (status, exitCode, words) => {
    answer = [status, '<html>Sign in</html>'];
    const { code, stdout, stderr } = await exchange();
    expect([code, stdout]).toEqual([exitCode, '']);
    expect(stderr).toContain(words);
  });

  test('is something else than the JWT that was asked for: exit code 3', async () => {
    answer = [200, { access_token: 'opaque', issued_token_type: ID_TOKEN, token_type: 'N_A' }];
    const { code, stderr } = await exchange();
    expect(code).toBe(3);
    expect(stderr).toContain('was asked for a signed JWT and gave something else');
    answer = [200, { access_token: 'opaque', issued_token_type: 'a:b', token_type: 'Bearer' }];
    const other = await exchange(['--requested-token-type', 'access_token']);
    expect([other.code, other.stdout]).toEqual([0, 'opaque\n']);
  });

  test('is the wish to be left alone for longer than the command may wait', async () => {
    answer = [503, {}, { 'retry-after': '300' }];
    const { code, stderr } = await exchange(['--retries', '4']);
    expect(code).toBe(3);
    expect(stderr).toMatch(
      /^drawbridge: .* asks for 300 seconds of rest\n--timeout lets the command wait for 60 seconds/,
    );
    expect(received).toHaveLength(1);
  });

  test('leaves no file behind', async () => {
    answer = [400, { error: 'invalid_request' }];
    const before = await readdir(folder);
    expect((await exchange(['--out', join(folder, 'refused.jwt')])).code).toBe(1);
    expect(await readdir(folder)).toEqual(before);
  });
});

test('each retry is told in a line', async () => {
  answer = [503, '<html>Busy</html>'];
  const { code, stderr } = await exchange(['--retries', '1']);
  expect(code).toBe(3);
  expect(received).toHaveLength(2);
  expect(stderr).toMatch(
    /^\S+ answered with status 503 and an HTML page; trying again (?:at once|in 0\.\d seconds|in 1\.0 seconds) \(1 of 1\)\ndrawbridge: \S+ answered with status 503 and an HTML page\n$/,
  );
});

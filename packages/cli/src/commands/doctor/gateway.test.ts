import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testRun } from '../../test-run.fixture.ts';
import { parseResolve } from './parse-resolve.ts';

let folder: string;
let port: number;
let hosts: (string | undefined)[] = [];
// An app that nobody guards, and that says what a terminal would obey.
const server = createServer(({ headers }, response) => {
  hosts.push(headers.host);
  response.writeHead(200, { server: 'nginx', 'x-app': '1' });
  response.end('<title>\u202ePLANTED\u001b[31m</title>');
});

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drawbridge-doctor-'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ({ port } = server.address() as AddressInfo);
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true });
});

const doctor = (...args: readonly string[]) =>
  testRun(['doctor', 'gateway', '--data', folder, ...args]);

const page = () => `http://app.example.com:${port}/orders`;
const RESOLVED = ['--resolve', 'app.example.com:127.0.0.1'];

test.each([
  [['app.example.com'], 'is no address of http or https'],
  [['https://me:secret@app.example.com/'], 'is no address of http or https'],
  [['https://app.example.com/', '--echo', 'headers'], '--echo is not a path'],
  [['https://app.example.com/', '--path', '/a', '--path', 'b'], '--path is not a path'],
  [['https://app.example.com/', '--field', 'X.User'], '--field is not the name'],
  [['https://app.example.com/', '--resolve', 'app.example.com'], '--resolve is not HOST:ADDRESS'],
  [['https://app.example.com/', '--session', 'a=PLANTED'], 'other users of this machine'],
  [
    ['https://app.example.com/', '--session', '@nofile'],
    'the session file nofile cannot be read (ENOENT)',
  ],
  [['https://app.example.com/', '--proxy', 'apache'], 'apache'],
])('does not take %j', async (args, why) => {
  const { code, stdout, stderr } = await doctor(...args);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain(why);
  expect(stderr).not.toMatch(/secret|PLANTED/);
});

test('takes no session of several lines, and does not show it', async () => {
  const file = join(folder, 'session');
  await writeFile(file, 'a=PLANTED\r\nX-Evil: 1\n');
  const { code, stderr } = await doctor(page(), '--session', `@${file}`);
  expect(code).toBe(2);
  expect(stderr).toContain('is not the value of one Cookie field');
  expect(stderr).not.toContain('PLANTED');
});

test('names the fault, why it is one, and the lines of the proxy that mend it', async () => {
  hosts = [];
  const { code, stdout, stderr } = await doctor(page(), ...RESOLVED);
  expect(code).toBe(1);
  expect(stdout).toMatch(/^fault {10}the page without a session: open-door\n\nThe page comes/);
  expect(stdout).toContain('A browser without a session gets 200');
  expect(stdout).toContain('    auth_request /.drawbridge/decision;');
  expect(stderr).toContain('has a fault: open-door');
  // oxlint-disable-next-line no-control-regex -- that a terminal is told nothing is what is asked
  expect(stdout).not.toMatch(/[\u001b\u202e]/);
  expect(hosts[0]).toBe(`app.example.com:${port}`);
});

test('shows no lines of another proxy than is said', async () => {
  const { stdout } = await doctor(page(), ...RESOLVED, '--proxy', 'caddy');
  expect(stdout).toContain('forward_auth');
  expect(stdout).not.toContain('auth_request');
  expect(stdout).toContain('For caddy; put your own addresses in.\n');
});

test('says that it guessed the proxy, by what, and how to say another', async () => {
  const { stdout } = await doctor(page(), ...RESOLVED);
  expect(stdout).toContain(
    'For nginx; put your own addresses in. This is a guess, by "Server: nginx" of an answer, ' +
      "which may be the app's: say by --proxy if it is another.\n",
  );
});

test('prints JSON', async () => {
  const { code, stdout } = await doctor(page(), ...RESOLVED, '--json');
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({
    ok: false,
    url: page(),
    proxy: 'nginx',
    guessedBy: 'Server: nginx',
    finding: { fault: 'open-door', mend: { proxy: 'nginx' } },
  });
});

test('says of which option what is given is no path', async () => {
  const echo = await doctor(page(), '--echo', 'headers');
  expect(echo).toMatchObject({ code: 2, stdout: '' });
  expect(echo.stderr).toContain(
    '--echo is not a path\nGive one that begins with a slash, such as /headers.',
  );
  const path = await doctor(page(), '--path', 'api');
  expect(path).toMatchObject({ code: 2, stdout: '' });
  expect(path.stderr).toContain(
    '--path is not a path\nGive one that begins with a slash, such as /api/orders.',
  );
});

test('says that nobody is there', async () => {
  const { code, stdout } = await doctor('http://127.0.0.1:1/', '--json');
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({
    finding: { fault: 'unreachable', mend: { lines: [] } },
  });
});

test('--resolve takes IPv6 addresses too, with brackets or without', () => {
  const found = parseResolve([
    'A.example.com:[::1]',
    'b.example.com:::1',
    'c.example.com:192.0.2.1',
  ]);
  expect([...found]).toEqual([
    ['a.example.com', '[::1]'],
    ['b.example.com', '[::1]'],
    ['c.example.com', '192.0.2.1'],
  ]);
  expect(() => parseResolve(['a.example.com:localhost'])).toThrow('--resolve is not HOST:ADDRESS');
});

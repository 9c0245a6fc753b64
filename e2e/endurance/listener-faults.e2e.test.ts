import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { listen } from '@drawbridge/node';
import { silentLog } from '@drawbridge/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Certificate, certify } from '../../tools/certify.ts';
import { describeWith } from '../../tools/describe-with.ts';
import { DRAWBRIDGE, type RunningCommand, start } from '../support/command.ts';
import {
  ACCEPTED,
  exchangeArguments,
  postToken,
  readyAt,
  serveExchange,
} from '../support/exchange.ts';
import { keepAsking } from '../support/keep-asking.ts';
import { createStage } from '../support/stage.ts';
import { startUpstream, type Upstream } from '../support/upstream.ts';

const stage = createStage();
afterAll(() => stage.clear());

const JWKS = '/.well-known/jwks.json';
const GET = `GET ${JWKS} HTTP/1.1\r\nhost: a\r\n\r\n`;
/** The proof with ten thousand takes this variable, and minutes. */
const IDLE = Number(process.env['DRAWBRIDGE_TEST_IDLE_CONNECTIONS'] ?? 1000);

let upstream: Upstream;
const sockets: Socket[] = [];

beforeAll(async () => {
  upstream = await startUpstream(stage, ACCEPTED);
});
afterAll(() => {
  for (const socket of sockets) socket.destroy();
});

/** Opens a connection, in vain perhaps, and asks once over it. */
function open(url: string, raw = GET): Socket {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  sockets.push(socket);
  socket.on('error', () => {}).write(raw);
  return socket;
}

async function residentKib({ pid }: RunningCommand): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]);
}

async function expectServed(url: string): Promise<number> {
  const started = performance.now();
  const { status } = await postToken(url, await upstream.issue());
  expect(status).toBe(200);
  return performance.now() - started;
}

describe('drawbridge serve exchange', () => {
  test(`serves others while ${IDLE} connections are idle, and still ends`, async () => {
    const { command, url } = await serveExchange(stage, upstream.issuer, await stage.folder());
    await expectServed(url);
    const before = await residentKib(command);
    const idle: Socket[] = [];
    // Not all at once: the kernel keeps some hundred that nobody has accepted.
    while (idle.length < IDLE) {
      const some = Array.from({ length: Math.min(100, IDLE - idle.length) }, () => open(url));
      await Promise.all(some.map((socket) => once(socket, 'data')));
      idle.push(...some);
    }
    const each = ((await residentKib(command)) - before) / IDLE;
    const times = [];
    for (let round = 0; round < 20; round++) times.push(await expectServed(url));
    times.sort((a, b) => a - b);
    expect(idle.filter((socket) => socket.destroyed)).toEqual([]);
    // Not known where there is no /proc.
    if (!Number.isNaN(each)) expect(each).toBeLessThan(64);
    expect(times[10]).toBeLessThan(1000);
    const started = performance.now();
    const closed = Promise.all(idle.map((socket) => once(socket.resume(), 'close')));
    expect(await command.stop()).toEqual({ code: 0, signal: null });
    await closed;
    const took = performance.now() - started;
    expect(took).toBeLessThan(20_000);
    if (process.env['DRAWBRIDGE_TEST_IDLE_CONNECTIONS'] !== undefined) {
      const figures = { idle: IDLE, kibEach: each, medianMs: times[10], worstMs: times[19], took };
      process.stdout.write(`${JSON.stringify(figures)}\n`);
    }
  }, 300_000);

  test('keeps files free under a flood of connections, and serves again', async () => {
    const args = exchangeArguments(upstream.issuer, await stage.folder());
    const command = await startLimited(256, [DRAWBRIDGE, ...args]);
    const url = await readyAt(command);
    await expectServed(url);
    await flood(url, 600, () => expectServed(url));
    expect(command.stderr()).toMatch(/event="too many connections" .*limit=192/);
    expect(command.stderr()).not.toContain('EMFILE');
    expect(await command.stop()).toEqual({ code: 0, signal: null });
  });

  test('ends under load without losing a request', async () => {
    const { command, url } = await serveExchange(stage, upstream.issuer, await stage.folder());
    const token = await upstream.issue();
    await expectServed(url);
    const trades = keepAsking(`${url}/token`, {
      callers: 20,
      method: 'POST',
      headers: { 'content-type': 'application/jwt' },
      body: token,
      pause: 10,
    });
    const reads = keepAsking(`${url}${JWKS}`, { callers: 20, pause: 20 });
    await expect.poll(() => trades.answered, { timeout: 30_000 }).toBeGreaterThan(200);
    expect(await command.stop()).toEqual({ code: 0, signal: null });
    await Promise.all([trades.ended, reads.ended]);
    expect([...trades.lost, ...reads.lost]).toEqual([]);
    expect(trades.refused + reads.refused).toBe(40);
    expect(command.stderr()).toMatch(/level=info event="exchange stopped" ms=\d+ cutOff=0\n$/);
  });

  test('cuts off what its patience is too short for, and says how many', async () => {
    const command = await stage.start(exchangeArguments(upstream.issuer, await stage.folder()), {
      env: { DRAWBRIDGE_EXCHANGE__SHUTDOWN__PATIENCE: '1' },
    });
    const url = await readyAt(command);
    const type = 'content-type: application/jwt';
    const head = `POST /token HTTP/1.1\r\nhost: a\r\n${type}\r\ncontent-length: 100\r\n\r\n`;
    const socket = open(url, head);
    await once(socket, 'connect');
    await expectServed(url);
    const closed = once(socket.resume(), 'close');
    expect(await command.stop()).toEqual({ code: 0, signal: null });
    await closed;
    expect(socket.bytesRead).toBe(0);
    expect(command.stderr()).toMatch(/level=warn event="exchange stopped" ms=\d+ cutOff=1\n$/);
  });
});

describe('a listener', () => {
  test('survives it when files run out, and serves again', async () => {
    const program = `
      import { openSync } from 'node:fs';
      import { createLineLog } from '@drawbridge/core';
      import { listen } from '@drawbridge/node';
      const handle = async () => ({ status: 200, headers: [], body: 'ok' });
      const service = { handle, close: async () => {} };
      const log = createLineLog((line) => process.stderr.write(line));
      const address = { host: '127.0.0.1', port: 0 };
      const { url } = await listen(service, address, log);
      // What else a process may have open: too few are left for the connections it may have.
      for (let file = 0; file < 150; file++) openSync('/dev/null');
      process.stdout.write('at ' + url + '\\n');
    `;
    const command = await startLimited(256, ['--input-type=module', '--eval', program]);
    const [, url = ''] = await command.waitFor('stdout', /at (\S+)\n/);
    await flood(url, 600, async () => {
      expect(await (await fetch(url)).text()).toBe('ok');
    });
    expect(command.stderr()).not.toContain('too many connections');
  });
});

/** Runs node with a limit of open files. */
async function startLimited(files: number, args: readonly string[]): Promise<RunningCommand> {
  const line = `ulimit -n ${files} && exec "$@"`;
  const env = { HOME: await stage.folder() };
  const command = start('sh', ['-c', line, 'sh', process.execPath, ...args], { env });
  stage.later(() => command.stop('SIGKILL'));
  return command;
}

/** Opens connections, of which many are not taken, and lets go of them; three times. */
async function flood(url: string, count: number, served: () => Promise<unknown>): Promise<void> {
  for (let round = 0; round < 3; round++) {
    const opened = Array.from({ length: count }, () => open(url));
    const outcomes = opened.map((socket) =>
      Promise.race([once(socket, 'data'), once(socket, 'close')]).catch(() => {}),
    );
    await Promise.all(outcomes);
    expect(opened.some((socket) => socket.bytesRead > 0)).toBe(true);
    expect(opened.some((socket) => socket.bytesRead === 0)).toBe(true);
    for (const socket of opened) socket.destroy();
    await expect
      .poll(
        () =>
          served().then(
            () => true,
            () => false,
          ),
        { timeout: 30_000 },
      )
      .toBe(true);
  }
}

describeWith(['openssl'], 'a certificate that is renewed under load', () => {
  let first: Certificate;
  let second: Certificate;
  beforeAll(async () => {
    const folder = await stage.folder();
    first = await certify(folder, 'first', 'IP:127.0.0.1');
    second = await certify(folder, 'second', 'IP:127.0.0.1');
  });

  test('costs nobody a request, and is seen by who comes', async () => {
    const handle = () => Promise.resolve({ status: 200, headers: [], body: 'ok' });
    const service = { handle, close: () => Promise.resolve() };
    const pair = ({ cert, key }: Certificate) => ({ certificate: cert, key });
    const listener = await listen(service, { host: '127.0.0.1', port: 0 }, silentLog, {
      tls: pair(first),
    });
    stage.later(() => listener.close({ patience: 0 }));
    const ca = [first.cert, second.cert];
    const kept = keepAsking(listener.url, { callers: 10, ca, pause: 1 });
    const anew = keepAsking(listener.url, { callers: 5, ca, anew: true });
    const seen: string[] = [];
    for (let round = 0; round < 20; round++) {
      const before = { kept: kept.answered, anew: anew.answered };
      const certificate = round % 2 === 0 ? second : first;
      listener.renewTls(pair(certificate));
      seen.push(await shownName(listener.address.port));
      await expect.poll(() => kept.answered > before.kept + 20, { timeout: 20_000 }).toBe(true);
      await expect.poll(() => anew.answered > before.anew + 5, { timeout: 20_000 }).toBe(true);
    }
    kept.stop();
    anew.stop();
    await Promise.all([kept.ended, anew.ended]);
    expect([...kept.lost, ...anew.lost]).toEqual([]);
    expect(kept.refused + anew.refused).toBe(0);
    expect(seen).toEqual(Array.from({ length: 10 }, () => ['second', 'first']).flat());
  });
});

async function shownName(port: number): Promise<string> {
  const socket = connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  const name = String(socket.getPeerCertificate().subject.CN);
  socket.destroy();
  return name;
}

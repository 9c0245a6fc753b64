import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { type Call, readBody, type Reply } from '@drawbridge/core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { certify } from '../../../../tools/certify.ts';
import { describeWith } from '../../../../tools/describe-with.ts';
import { allOf, createListenerStage, ok, until } from './listener.fixture.ts';
import type { ServerTls } from './tls.ts';

const stage = createListenerStage();
afterEach(() => stage.clear());

const limits = { head: 300, whole: 600, reply: 400, handshake: 300, check: 50 };
const GET = 'GET / HTTP/1.1\r\nhost: a\r\n\r\n';
/** More than the kernel keeps for somebody who does not read. */
const large = (): Promise<Reply> =>
  Promise.resolve({ status: 200, headers: [], body: new Uint8Array(32 * 1024 * 1024) });

describe('a caller who is slow', () => {
  it('with the head, byte by byte, gets 408', async () => {
    const { listener } = await stage.start(ok, { limits });
    const socket = stage.open(listener, 'GET / HTTP/1.1\r\nhost: a\r\nx: ');
    const drip = setInterval(() => socket.write('x'), 10);
    const text = await allOf(socket);
    clearInterval(drip);
    expect(text).toMatch(/^HTTP\/1\.1 408 [^]*"code":"request_timeout"/);
  });

  it('with the body, byte by byte, gets 408, and its call ends', async () => {
    let call: Call | undefined;
    let ended = false;
    const { listener, log } = await stage.start(
      async (got) => {
        call = got;
        await readBody(got, 1000).finally(() => {
          ended = true;
        });
        return ok();
      },
      { limits },
    );
    const socket = stage.open(
      listener,
      'POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 900\r\n\r\n',
    );
    const drip = setInterval(() => socket.write('x'), 10);
    const text = await allOf(socket);
    clearInterval(drip);
    expect(text).toMatch(/^HTTP\/1\.1 408 [^]*"code":"request_timeout"/);
    expect(text.match(/HTTP\/1\.1/g)).toHaveLength(1);
    await until(() => ended);
    expect(call?.method).toBe('POST');
    expect(log.text()).not.toContain('failed to answer');
  });

  it('to send anything at all is let go without a word', async () => {
    const { listener, log } = await stage.start(ok, { limits });
    expect(await allOf(stage.open(listener))).toBe('');
    expect(log.entries).toEqual([]);
  });

  it('to read a reply is cut off, and others are served meanwhile', async () => {
    const { listener } = await stage.start(({ target }) => (target === '/' ? large() : ok()), {
      limits,
    });
    const socket = stage.open(listener, GET);
    socket.pause();
    await once(socket, 'connect');
    const started = performance.now();
    expect(await (await fetch(`${listener.url}/small`)).text()).toBe('ok');
    // The end shows once what came is read: reset, or short of what was announced.
    await new Promise((done) => setTimeout(done, 800));
    const text = await allOf(socket.resume());
    expect(text.length).toBeLessThan(32 * 1024 * 1024);
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  it('to read, yet reads, gets all of it', async () => {
    const { listener } = await stage.start(large, { limits: { ...limits, reply: 20_000 } });
    const socket = stage.open(listener, 'GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n');
    socket.pause();
    await new Promise((done) => setTimeout(done, 200));
    expect((await allOf(socket.resume())).length).toBeGreaterThan(32 * 1024 * 1024);
  });

  it.each([
    [50, 10],
    [1000, 1],
  ])('to read the replies to %d requests does not have them all made', async (count, most) => {
    let calls = 0;
    const { listener } = await stage.start(
      () => {
        calls++;
        return large();
      },
      { limits },
    );
    const socket = stage.open(listener, GET.repeat(count));
    socket.pause();
    await new Promise((done) => setTimeout(done, 1000));
    await allOf(socket.resume());
    expect(calls).toBeGreaterThan(0);
    expect(calls).toBeLessThanOrEqual(most);
  });
});

describe('bytes that are no request', () => {
  const slowly = (wait: number) => async (): Promise<Reply> => {
    await new Promise((done) => setTimeout(done, wait));
    return ok();
  };
  const statuses = (text: string) =>
    [...text.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => Number(status));

  it.each([1, 3])('after %d good requests are refused after their replies', async (count) => {
    const { listener } = await stage.start(slowly(50));
    const text = await stage.send(listener, `${GET.repeat(count)}hello\r\n\r\n`);
    expect(statuses(text)).toEqual([...Array<number>(count).fill(200), 400]);
  });

  it('after many requests leave these their replies, in their order', async () => {
    const waits: Record<string, number> = { '/0': 60, '/1': 30, '/2': 0 };
    const { listener } = await stage.start(async ({ target }) => {
      await new Promise((done) => setTimeout(done, waits[target]));
      return { status: 200, headers: [], body: target };
    });
    const many = [0, 1, 2].map((number) => GET.replace('/', `/${number}`)).join('');
    const text = await stage.send(listener, `${many}hello\r\n\r\n`);
    expect(text.match(/\r\n\r\n\/\d/g)).toEqual([0, 1, 2].map((number) => `\r\n\r\n/${number}`));
    expect(statuses(text)).toEqual([200, 200, 200, 400]);
  });

  it('after a request that was the last by its own word get no reply', async () => {
    const { listener } = await stage.start(slowly(50));
    const last = 'GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n';
    expect(statuses(await stage.send(listener, `${last}hello\r\n\r\n`))).toEqual([200]);
  });

  it('in the body of a request are refused at once', async () => {
    const { listener } = await stage.start(async (call) => {
      if (call.method === 'POST') await readBody(call, 1000);
      return ok();
    });
    const chunked = 'POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n';
    expect(statuses(await stage.send(listener, chunked))).toEqual([400]);
    expect(statuses(await stage.send(listener, `${GET}${chunked}`))).toEqual([200, 400]);
  });

  it('in a body that was refused already get no second reply', async () => {
    const { listener } = await stage.start(async (call) => {
      await readBody(call, 1000);
      return ok();
    });
    const socket = stage.open(
      listener,
      'POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 9999\r\n\r\n',
    );
    const text = allOf(socket);
    await once(socket, 'data');
    socket.end('x');
    expect(statuses(await text)).toEqual([413]);
  });
});

describe('too many connections', () => {
  it('are closed, told once, and served again when there is room', async () => {
    const { listener, log } = await stage.start(ok, { maxConnections: 2 });
    const held = [stage.open(listener, GET), stage.open(listener, GET)];
    await Promise.all(held.map((socket) => once(socket, 'data')));
    for (let round = 0; round < 5; round++) expect(await stage.send(listener, GET)).toBe('');
    const told = log.entries.filter(({ event }) => event === 'too many connections');
    expect(told).toMatchObject([{ level: 'warn', fields: { limit: 2, refused: 1 } }]);
    held[0]?.destroy();
    await until(() => held[0]?.closed ?? false);
    await expect
      .poll(() => stage.send(listener, GET.replace('\r\n\r\n', '\r\nconnection: close\r\n\r\n')))
      .toContain('200');
  });
});

describeWith(['openssl'], 'over TLS', () => {
  let folder: string;
  let tls: ServerTls;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'drawbridge-hostile-'));
    const { cert, key } = await certify(folder, 'server', 'IP:127.0.0.1');
    tls = { certificate: cert, key };
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('a handshake that is not finished ends, and others are served meanwhile', async () => {
    const { listener } = await stage.start(ok, { tls, limits });
    const silent = allOf(stage.open(listener));
    // The beginning of a ClientHello.
    const half = allOf(stage.open(listener, '\u0016\u0003\u0001\u0001\u0000\u0001'));
    expect(await silent).toBe('');
    await half;
  });

  it('a handshake under way does not hold up the end for longer than the patience', async () => {
    const { listener } = await stage.start(ok, { tls });
    const socket = stage.open(listener);
    await once(socket, 'connect');
    const started = performance.now();
    await listener.close({ patience: 200 });
    expect(performance.now() - started).toBeLessThan(5000);
  });

  it('who says nothing after the handshake, or does not read, is let go', async () => {
    const { listener } = await stage.start(large, { tls, limits });
    const { port } = listener.address;
    const open = () => {
      const socket = connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false });
      return socket.on('error', () => {});
    };
    const silent = open();
    expect(await allOf(silent)).toBe('');
    const deaf = open();
    deaf.write(GET);
    await once(deaf, 'secureConnect');
    deaf.pause();
    await new Promise((done) => setTimeout(done, 1000));
    expect((await allOf(deaf.resume())).length).toBeLessThan(32 * 1024 * 1024);
  });
});

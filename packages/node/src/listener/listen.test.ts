import { Agent, get } from 'node:http';
import { connect, type Socket } from 'node:net';
import { type Call, createRouter, readBody, type Reply, silentLog } from '@drawbridge/core';
import { createLogRecorder } from '@drawbridge/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { listen, type Listener } from './listen.ts';

const cleanUps: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

async function start(
  handle: (call: Call) => Promise<Reply> = ok,
  log = createLogRecorder(),
): Promise<{ listener: Listener; log: ReturnType<typeof createLogRecorder> }> {
  const service = { handle, close: () => Promise.resolve() };
  const listener = await listen(service, { host: '127.0.0.1', port: 0 }, log);
  cleanUps.push(() => listener.close({ patience: 0 }));
  return { listener, log };
}

const ok = (): Promise<Reply> => Promise.resolve({ status: 200, headers: [], body: 'ok' });

function open(listener: Listener, raw: string): Socket {
  const socket = connect(listener.address.port, '127.0.0.1');
  socket.on('error', () => {});
  socket.write(raw);
  cleanUps.push(() => socket.destroy());
  return socket;
}

/** Sends bytes and answers all that came back when the server hung up. */
function send(listener: Listener, raw: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = open(listener, raw);
    let text = '';
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1');
    });
    socket.on('close', () => resolve(text));
  });
}

const statusOf = (text: string) => Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1]);
const wait = (time: number) => new Promise((done) => setTimeout(done, time));
const CLOSE = 'connection: close\r\n\r\n';

describe('listen refuses', () => {
  it.each([
    ['what is not HTTP', 'hello\r\n\r\n'],
    ['a TLS greeting', '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\r\n\r\n'],
    ['HTTP/9', 'GET / HTTP/9.9\r\nhost: a\r\n\r\n'],
    [
      'two lengths',
      'POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 3\r\ncontent-length: 4\r\n\r\nabcd',
    ],
    [
      'a length and chunks',
      'POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 3\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    [
      'chunks and a length',
      'POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\ncontent-length: 3\r\n\r\n0\r\n\r\n',
    ],
    [
      'an encoding after chunked',
      'POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked, identity\r\n\r\n0\r\n\r\n',
    ],
    ['a negative length', 'POST / HTTP/1.1\r\nhost: a\r\ncontent-length: -1\r\n\r\n'],
    ['a length with a plus', 'POST / HTTP/1.1\r\nhost: a\r\ncontent-length: +1\r\n\r\na'],
    ['a space before the colon', 'GET / HTTP/1.1\r\nhost : a\r\n\r\n'],
    ['a folded header', 'GET / HTTP/1.1\r\nhost: a\r\nx: b\r\n c\r\nx y: z\r\n\r\n'],
    ['a bare line feed in a header', 'GET / HTTP/1.1\r\nhost: a\r\nx: b\nhost2: c\r\n\r\n'],
    ['a zero byte in a header', 'GET / HTTP/1.1\r\nhost: a\r\nx: \u0000\r\n\r\n'],
    ['a space in the target', 'GET /a b HTTP/1.1\r\nhost: a\r\n\r\n'],
  ])('%s with 400 and JSON, and hangs up', async (_, raw) => {
    let calls = 0;
    const { listener } = await start(() => {
      calls++;
      return ok();
    });
    const text = await send(listener, raw);
    expect(text).toMatch(/^HTTP\/1\.1 400 [^]*\r\nconnection: close\r\n/i);
    const body = text.slice(text.indexOf('\r\n\r\n') + 4);
    expect(JSON.parse(body)).toMatchObject({ error: 'invalid_request', code: 'request_malformed' });
    expect(text).toContain(`content-length: ${body.length}\r\n`);
    expect(calls).toBe(0);
  });

  it.each([
    '',
    'host: a\r\nhost: a\r\n',
    'Host: a\r\nhOST: b\r\n',
    'host: a,b\r\n',
    'host: a b\r\n',
    'host: a/b\r\n',
    'host: c@a\r\n',
    'host: [::1\r\n',
    'host: a:x\r\n',
  ])('a request with the Host fields %j', async (hosts) => {
    const { listener } = await start();
    const text = await send(listener, `GET / HTTP/1.1\r\n${hosts}${CLOSE}`);
    expect(text).toMatch(/^HTTP\/1\.1 400 [^]*"code":"request_malformed"/);
  });

  it('no health check that speaks HTTP/1.0', async () => {
    const { listener } = await start();
    expect(statusOf(await send(listener, `GET / HTTP/1.0\r\n\r\n`))).toBe(200);
  });

  it('a head that comes too late with 408', async () => {
    const service = { handle: ok, close: () => Promise.resolve() };
    const limits = { head: 50, whole: 100, check: 20 };
    const listener = await listen(service, { host: '127.0.0.1', port: 0 }, silentLog, { limits });
    const text = await send(listener, 'GET / HTTP/1.1\r\nhost: a\r\n');
    expect(text).toMatch(/^HTTP\/1\.1 408 [^]*"code":"request_timeout"/);
    await listener.close();
  });

  it('header fields of more than 64 KiB with 431', async () => {
    const { listener } = await start();
    const field = (size: number) =>
      `GET / HTTP/1.1\r\nhost: a\r\nx: ${'x'.repeat(size)}\r\n${CLOSE}`;
    expect(statusOf(await send(listener, field(60_000)))).toBe(200);
    const text = await send(listener, field(66_000));
    expect(text).toMatch(/^HTTP\/1\.1 431 [^]*"code":"header_too_large"/);
  });

  it('a call under a broken service with 500, and keeps the cause to the log', async () => {
    const { listener, log } = await start(() => Promise.reject(new Error('PLANTED detail')));
    const text = await send(listener, `GET / HTTP/1.1\r\nhost: a\r\n${CLOSE}`);
    expect(statusOf(text)).toBe(500);
    expect(text).not.toContain('PLANTED');
    expect(log.text()).toContain('PLANTED detail');
  });

  it.each([
    ['a header that cannot be sent', { status: 200, headers: [['x', 'a\r\nb']], body: '' }],
    ['a status that is none', { status: 42, headers: [], body: '' }],
  ] as const)('to send %s, and survives', async (_, reply) => {
    const { listener } = await start(() => Promise.resolve(reply));
    const text = await send(listener, `GET / HTTP/1.1\r\nhost: a\r\n${CLOSE}`);
    expect(statusOf(text)).toBe(500);
  });

  it('a port that is taken, with a hint', async () => {
    const { listener } = await start();
    const service = { handle: ok, close: () => Promise.resolve() };
    const again = (setting?: string) => listen(service, listener.address, silentLog, { setting });
    await expect(again('part.listen')).rejects.toMatchObject({
      code: 'address_unavailable',
      message: `cannot listen on ${listener.url} (EADDRINUSE)`,
      hint: 'Something else listens there: stop it, or choose another address with part.listen.',
    });
    await expect(again()).rejects.toMatchObject({
      hint: 'Something else listens there: stop it, or choose another address.',
    });
  });

  it('an address that is not of this machine', async () => {
    const service = { handle: ok, close: () => Promise.resolve() };
    const address = { host: '192.0.2.1', port: 0 };
    await expect(
      listen(service, address, silentLog, { setting: 'part.listen' }),
    ).rejects.toMatchObject({
      code: 'address_unavailable',
      hint: 'Choose another address with part.listen.',
    });
  });
});

describe('listen', () => {
  it('answers 413 to a body in chunks that is over the limit, and lives on', async () => {
    const handle = createRouter(
      {
        '/': {
          POST: async (call) => ({ status: 200, headers: [], body: await readBody(call, 10) }),
        },
      },
      () => {},
    );
    const { listener } = await start(handle);
    const chunks = `1000\r\n${'x'.repeat(4096)}\r\n`.repeat(20);
    const head = `POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n${CLOSE}`;
    for (let round = 0; round < 3; round++) {
      expect(statusOf(await send(listener, `${head}${chunks}0\r\n\r\n`))).toBe(413);
    }
    expect(statusOf(await send(listener, `${head}1\r\nx\r\n0\r\n\r\n`))).toBe(200);
  });

  it('answers to the real port, on its URL', async () => {
    const { listener } = await start();
    expect(listener.address.port).toBeGreaterThan(0);
    expect(await (await fetch(listener.url)).text()).toBe('ok');
  });

  it('serves many requests over one connection', async () => {
    const { listener } = await start();
    const one = 'GET / HTTP/1.1\r\nhost: a\r\n\r\n';
    const text = await send(listener, `${one.repeat(5)}GET / HTTP/1.1\r\nhost: a\r\n${CLOSE}`);
    expect(text.match(/HTTP\/1\.1 200/g)).toHaveLength(6);
  });

  it('tells the service when the caller has left, and logs no fault', async () => {
    let arrived: (call: Call) => void = () => {};
    const arrival = new Promise<Call>((resolve) => {
      arrived = resolve;
    });
    const { listener, log } = await start(async (call) => {
      arrived(call);
      for await (const chunk of call.body ?? []) void chunk;
      return ok();
    });
    const socket = open(listener, 'POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 9\r\n\r\nx');
    const { signal } = await arrival;
    expect(signal.aborted).toBe(false);
    const aborted = new Promise((done) => signal.addEventListener('abort', done));
    socket.destroy();
    await aborted;
    await wait(10);
    expect(log.entries).toEqual([]);
  });

  it('leaves out the body of a HEAD reply and keeps the status', async () => {
    const { listener } = await start();
    const text = await send(listener, `HEAD / HTTP/1.1\r\nhost: a\r\n${CLOSE}`);
    expect(text).toMatch(/^HTTP\/1\.1 200 [^]*\r\n\r\n$/);
  });
});

describe('close', () => {
  const slow = async (): Promise<Reply> => {
    await wait(150);
    return ok();
  };

  it('lets a call under way be answered, and then waits for nobody', async () => {
    const { listener } = await start(slow);
    const agent = new Agent({ keepAlive: true });
    cleanUps.push(() => agent.destroy());
    const answer = new Promise<number | undefined>((resolve, reject) => {
      get(`${listener.url}/`, { agent }, (response) => {
        response.resume().on('end', () => resolve(response.statusCode));
      }).on('error', reject);
    });
    await wait(30);
    const started = performance.now();
    await listener.close({ patience: 5000 });
    expect(await answer).toBe(200);
    expect(performance.now() - started).toBeLessThan(2000);
  });

  it('takes no more connections', async () => {
    const { listener } = await start();
    await listener.close();
    await expect(fetch(listener.url)).rejects.toThrow();
  });

  it('cuts calls off when its patience ends', async () => {
    const { listener } = await start(() => new Promise(() => {}));
    const answer = send(listener, 'GET / HTTP/1.1\r\nhost: a\r\n\r\n');
    await wait(30);
    const started = performance.now();
    await listener.close({ patience: 60 });
    expect(await answer).toBe('');
    expect(performance.now() - started).toBeLessThan(1000);
  });

  it('does not wait for idle connections, nor for one that was refused and never hangs up', async () => {
    const { listener } = await start();
    open(listener, 'GET / HTTP/1.1\r\nhost: a\r\n\r\n');
    const refused = connect({
      port: listener.address.port,
      host: '127.0.0.1',
      allowHalfOpen: true,
    });
    cleanUps.push(() => refused.destroy());
    refused.on('error', () => {}).resume();
    refused.write('hello\r\n\r\n');
    await wait(50);
    const started = performance.now();
    await listener.close({ patience: 5000 });
    expect(performance.now() - started).toBeLessThan(2500);
  });
});

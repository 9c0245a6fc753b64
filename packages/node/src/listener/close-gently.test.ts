import { once } from 'node:events';
import { Agent, request } from 'node:http';
import type { Socket } from 'node:net';
import type { Reply } from '@drawbridge/core';
import { afterEach, describe, expect, it } from 'vitest';
import type { Listener } from './listen.ts';
import { allOf, createListenerStage, ok, until } from './listener.fixture.ts';

const stage = createListenerStage();
afterEach(() => stage.clear());

const GET = 'GET / HTTP/1.1\r\nhost: a\r\n\r\n';
const CLOSES = /^HTTP\/1\.1 200 [^]*\r\nconnection: close\r\n/i;

async function ask(socket: Socket, raw = GET): Promise<string> {
  socket.write(raw);
  const [chunk] = (await once(socket, 'data')) as [Buffer];
  return chunk.toString('latin1');
}

/** A service that answers when it is told to. */
function held() {
  const waiting: (() => void)[] = [];
  const handle = async (): Promise<Reply> => {
    await new Promise<void>((go) => waiting.push(go));
    return ok();
  };
  return { handle, waiting };
}

describe('close', () => {
  it('serves idle connections for a while yet, and says that it is the last time', async () => {
    const { listener } = await stage.start();
    const socket = stage.open(listener);
    expect(await ask(socket)).not.toMatch(CLOSES);
    const closed = listener.close();
    const text = allOf(socket);
    socket.write(GET);
    expect(await text).toMatch(CLOSES);
    await closed;
  });

  it('ends idle connections after the grace, and those that never said anything', async () => {
    const { listener } = await stage.start();
    const [idle, silent] = [stage.open(listener), stage.open(listener)];
    await ask(idle);
    const ends = Promise.all([allOf(idle), allOf(silent)]);
    const started = performance.now();
    await listener.close({ grace: 300, patience: 60_000 });
    expect(performance.now() - started).toBeGreaterThan(250);
    expect(performance.now() - started).toBeLessThan(20_000);
    expect(await ends).toEqual(['', '']);
  });

  it('says so in the reply to a call that was under way', async () => {
    const { handle, waiting } = held();
    const { listener } = await stage.start(handle);
    const text = stage.send(listener, GET);
    await until(() => waiting.length === 1);
    const closed = listener.close();
    waiting[0]?.();
    expect(await text).toMatch(CLOSES);
    await closed;
  });

  it('answers all requests that came over one connection, and says so with the last', async () => {
    const { handle, waiting } = held();
    const { listener } = await stage.start(handle);
    const text = stage.send(listener, GET.repeat(3));
    await until(() => waiting.length === 1);
    const closed = listener.close();
    for (let number = 0; number < 3; number++) {
      await until(() => waiting.length > number);
      waiting[number]?.();
    }
    await closed;
    const replies = (await text).split(/(?=HTTP\/1\.1)/);
    expect(replies.map((reply) => CLOSES.test(reply))).toEqual([false, false, true]);
  });

  it('answers a request of which a part came before', async () => {
    const { listener } = await stage.start();
    const socket = stage.open(listener, 'GET / HTTP/1.1\r\n');
    await once(socket, 'connect');
    const text = allOf(socket);
    const closed = listener.close({ grace: 50 });
    await new Promise((done) => setTimeout(done, 30));
    socket.write('host: a\r\n\r\n');
    expect(await text).toMatch(CLOSES);
    await closed;
  });

  it('takes no request that comes after the last reply', async () => {
    const { handle, waiting } = held();
    const { listener } = await stage.start(handle);
    const socket = stage.open(listener, GET);
    await until(() => waiting.length === 1);
    const closed = listener.close();
    waiting[0]?.();
    await once(socket, 'data');
    socket.write(GET);
    await closed;
    expect(waiting).toHaveLength(1);
  });

  it('may be called again while it closes', async () => {
    const { listener } = await stage.start();
    await Promise.all([listener.close(), listener.close({ patience: 0 })]);
    await listener.close();
  });
});

describe('close under load', () => {
  /** Asks again and again, over connections that are kept, until told that one was the last. */
  async function askUntilTold(listener: Listener, pause: () => number) {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    let answered = 0;
    for (;;) {
      const told = await new Promise<boolean>((resolve, reject) => {
        const options = { agent, method: 'POST', headers: { 'content-length': '4' } };
        const asked = request(listener.url, options, (response) => {
          const { connection } = response.headers;
          response.resume().on('end', () => resolve(connection === 'close'));
        });
        asked.on('error', reject).end('body');
      });
      answered++;
      if (told) return answered;
      await new Promise((done) => setTimeout(done, pause()));
    }
  }

  it('loses no request of callers who heed connection: close', async () => {
    let handled = 0;
    const { listener } = await stage.start(async (call) => {
      for await (const chunk of call.body ?? []) void chunk;
      handled++;
      await new Promise((done) => setTimeout(done, Math.random() * 20));
      return ok();
    });
    const pauses = Array.from({ length: 40 }, (_, number) => () => Math.random() * number * 15);
    const callers = Promise.all(pauses.map((pause) => askUntilTold(listener, pause)));
    await until(() => handled > 400);
    await listener.close({ grace: 3000, patience: 60_000 });
    const answered = (await callers).reduce((sum, count) => sum + count, 0);
    expect(answered).toBe(handled);
  });
});

import { once } from 'node:events';
import { Agent, createServer, request } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Reply } from '@drawbridge/core';
import { afterEach, describe, expect, it } from 'vitest';
import { closeGently } from './close-gently.ts';
import { followConnections } from './connections.ts';
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

/** Waits until nobody can connect any more; whoever tries before that hangs up again. */
async function doorClosed(listener: Listener): Promise<void> {
  for (;;) {
    const socket = stage.open(listener);
    const refused = await new Promise<boolean>((resolve) => {
      socket.once('error', () => resolve(true)).once('connect', () => resolve(false));
    });
    socket.destroy();
    if (refused) return;
    await sleep(20);
  }
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
  it('tells nobody to leave before nobody can connect anywhere', async () => {
    const { listener } = await stage.start();
    const socket = stage.open(listener);
    expect(await ask(socket)).not.toMatch(CLOSES);
    let allow = () => {};
    const unreachable = () => new Promise<void>((resolve) => (allow = resolve));
    const closed = listener.close({ unreachable });
    await doorClosed(listener);
    expect(await ask(socket)).not.toMatch(CLOSES);
    allow();
    const text = allOf(socket);
    socket.write(GET);
    expect(await text).toMatch(CLOSES);
    expect(await closed).toEqual({ cutOff: 0 });
  });

  it('serves idle connections for a while yet, and says that it is the last time', async () => {
    const { listener } = await stage.start();
    const socket = stage.open(listener);
    expect(await ask(socket)).not.toMatch(CLOSES);
    const closed = listener.close();
    await doorClosed(listener);
    const text = allOf(socket);
    socket.write(GET);
    expect(await text).toMatch(CLOSES);
    expect(await closed).toEqual({ cutOff: 0 });
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
    await doorClosed(listener);
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
    await sleep(30);
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
    await doorClosed(listener);
    waiting[0]?.();
    await once(socket, 'data');
    socket.write(GET);
    await closed;
    expect(waiting).toHaveLength(1);
  });

  it('keeps idle connections while others still ask', async () => {
    const { listener } = await stage.start();
    const sockets = Array.from({ length: 6 }, () => stage.open(listener));
    const silent = stage.open(listener);
    await Promise.all(sockets.map((socket) => ask(socket)));
    const closed = listener.close({ grace: 500, patience: 60_000 });
    await doorClosed(listener);
    for (const socket of sockets) {
      expect(await ask(socket)).toMatch(CLOSES);
      await sleep(250);
    }
    expect(await ask(silent)).toMatch(CLOSES);
    expect(await closed).toEqual({ cutOff: 0 });
  });

  it('keeps them no longer than half of its patience, whatever others send', async () => {
    const { listener } = await stage.start();
    const [idle, slow] = [stage.open(listener), stage.open(listener)];
    await Promise.all([ask(idle), ask(slow)]);
    const trickle = setInterval(() => slow.write('\r\n'), 50);
    const started = performance.now();
    const closed = listener.close({ grace: 500, patience: 3000 });
    await once(idle.resume(), 'close');
    expect(performance.now() - started).toBeGreaterThan(1400);
    expect(slow.destroyed).toBe(false);
    expect(await closed).toEqual({ cutOff: 1 });
    clearInterval(trickle);
  });

  it('cuts off, and counts, what is under way when its patience is over', async () => {
    const { handle, waiting } = held();
    const { listener } = await stage.start(handle);
    const texts = Promise.all([stage.send(listener, GET), stage.send(listener, GET)]);
    await until(() => waiting.length === 2);
    expect(await listener.close({ patience: 100 })).toEqual({ cutOff: 2 });
    expect(await texts).toEqual(['', '']);
  });

  it('closes though a connection cannot be accepted meanwhile', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    server.on('error', () => {});
    const closed = closeGently(server, followConnections(server, false), { patience: 100 });
    server.emit('error', new Error('accept EMFILE'));
    expect(await closed).toEqual({ cutOff: 0 });
    expect(server.listening).toBe(false);
  });

  it('may be called again while it closes', async () => {
    const { listener } = await stage.start();
    await Promise.all([listener.close(), listener.close({ patience: 0 })]);
    await listener.close();
  });
});

describe('close under load', () => {
  /** @returns whether it was told that this was the last over its connection */
  function post(listener: Listener, agent: Agent): Promise<boolean> {
    return new Promise((resolve, reject) => {
      const options = { agent, method: 'POST', headers: { 'content-length': '4' } };
      const asked = request(listener.url, options, (response) => {
        const { connection } = response.headers;
        response.resume().on('end', () => resolve(connection === 'close'));
      });
      asked.on('error', reject).end('body');
    });
  }

  /** Asks again and again, over connections that are kept, until told that one was the last. */
  async function askUntilTold(listener: Listener, pause: () => number) {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    for (let answered = 1; ; answered++) {
      if (await post(listener, agent)) return answered;
      await sleep(pause());
    }
  }

  it('loses no request of callers who heed connection: close', async () => {
    let handled = 0;
    const { listener } = await stage.start(async (call) => {
      for await (const chunk of call.body ?? []) void chunk;
      handled++;
      await sleep(Math.random() * 20);
      return ok();
    });
    const pauses = Array.from({ length: 40 }, (_, number) => () => Math.random() * number * 15);
    const callers = Promise.all(pauses.map((pause) => askUntilTold(listener, pause)));
    await until(() => handled > 400);
    await listener.close({ grace: 3000, patience: 60_000 });
    const answered = (await callers).reduce((sum, count) => sum + count, 0);
    expect(answered).toBe(handled);
  });

  it('refuses callers who come back as they are told to, and takes in none to reset it', async () => {
    const { listener } = await stage.start(async (call) => {
      for await (const chunk of call.body ?? []) void chunk;
      return ok();
    });
    let asked = 0;
    const pause = () => (asked++ % 10) * 3;
    const comeBack = async () => {
      await askUntilTold(listener, pause);
      return post(listener, new Agent()).catch(({ code }: NodeJS.ErrnoException) => code);
    };
    const outcomes = Promise.all(Array.from({ length: 40 }, comeBack));
    await until(() => asked > 400);
    await listener.close({ grace: 3000, patience: 60_000 });
    expect(new Set(await outcomes)).toEqual(new Set(['ECONNREFUSED']));
  });

  it('answers whatever it took in, though callers connect all the time, and ends', async () => {
    let handled = 0;
    const { listener } = await stage.start(() => {
      handled++;
      return ok();
    });
    let answered = 0;
    const faults: (string | undefined)[] = [];
    const agent = new Agent({ keepAlive: false });
    const connectAgain = async () => {
      while (faults.at(-1) !== 'ECONNREFUSED') {
        await post(listener, agent).then(
          () => answered++,
          ({ code }: NodeJS.ErrnoException) => faults.push(code),
        );
      }
    };
    const callers = Promise.all(Array.from({ length: 20 }, connectAgain));
    await until(() => handled > 400);
    const started = performance.now();
    expect(await listener.close({ grace: 500, patience: 60_000 })).toEqual({ cutOff: 0 });
    expect(performance.now() - started).toBeLessThan(20_000);
    await callers;
    expect(answered).toBe(handled);
  });
});

import { once } from 'node:events';
import { request as send } from 'node:http';
import type { Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { allOf, until } from '../listener/listener.fixture.ts';
import { heldBytes, untilStill } from './held-bytes.fixture.ts';
import { ask, createProxyStage } from './proxy.fixture.ts';

const stage = createProxyStage();
afterEach(() => stage.clear());

const MEGABYTE = 1024 * 1024;
const AMOUNT = 300 * MEGABYTE;
/** What may be on its way while nobody takes it, most of it in buffers of the machine's sockets. */
const UNDER_WAY = AMOUNT / 4;
/** What the process may hold of it, of two exchanges and of what came with them. */
const HELD = 16 * MEGABYTE;

/** What is held more than at the beginning, looked at each time that a third has passed, and when it is asked for. */
function watchHeld() {
  const before = heldBytes();
  let most = 0;
  let thirds = 0;
  const look = () => {
    most = Math.max(most, heldBytes() - before);
  };
  return {
    look,
    passed(bytes: number): void {
      if (bytes < (thirds + 1) * (AMOUNT / 3)) return;
      thirds++;
      look();
    },
    most: () => most,
    thirds: () => thirds,
  };
}

describe('300 MB', () => {
  it('go up no faster than they are taken, and nothing of them is kept', async () => {
    let [sent, received] = [0, 0];
    const held = watchHeld();
    let take = () => {};
    const origin = await stage.upstream((request, response) => {
      take = () =>
        request.on('data', (chunk: Buffer) => {
          received += chunk.length;
          held.passed(received);
        });
      request.on('end', () => response.end('done'));
    });
    const { url } = await stage.proxy(origin);
    const request = send(url, { method: 'PUT' });
    const answer = once(request, 'response');
    const chunk = Buffer.alloc(MEGABYTE);
    const sending = (async () => {
      while (sent < AMOUNT) {
        sent += chunk.length;
        if (!request.write(chunk)) await once(request, 'drain');
      }
      request.end();
    })();
    await untilStill(() => sent);
    expect(sent).toBeLessThan(UNDER_WAY);
    held.look();
    take();
    await sending;
    const [response] = await answer;
    response.resume();
    expect([response.statusCode, received, held.thirds()]).toEqual([200, AMOUNT, 3]);
    expect(held.most()).toBeLessThan(HELD);
  });

  it('come down no faster than they are taken, and nothing of them is kept', async () => {
    let [sent, received] = [0, 0];
    const held = watchHeld();
    const chunk = Buffer.alloc(MEGABYTE);
    const origin = await stage.upstream((_request, response) => {
      const more = () => {
        while (sent < AMOUNT) {
          sent += chunk.length;
          if (!response.write(chunk)) return;
        }
        response.end();
      };
      response.on('drain', more);
      more();
    });
    const { url } = await stage.proxy(origin);
    const [response] = await once(send(url).end(), 'response');
    await untilStill(() => sent);
    expect(sent).toBeLessThan(UNDER_WAY);
    held.look();
    response.on('data', (piece: Buffer) => {
      received += piece.length;
      held.passed(received);
    });
    await once(response, 'end');
    expect([received, held.thirds()]).toEqual([AMOUNT, 3]);
    expect(held.most()).toBeLessThan(HELD);
  });
});

const WAITS = 'POST / HTTP/1.1\r\nhost: a\r\nexpect: 100-continue\r\ncontent-length: 2\r\n\r\n';

describe('a caller who waits for 100', () => {
  it('is told when the upstream takes the content', async () => {
    const origin = await stage.upstream((request, response) => request.pipe(response));
    const { listener } = await stage.proxy(origin);
    const socket = stage.open(listener, WAITS);
    expect(String((await once(socket, 'data'))[0])).toBe('HTTP/1.1 100 Continue\r\n\r\n');
    socket.write('ok');
    expect(String((await once(socket, 'data'))[0])).toMatch(/^HTTP\/1.1 200 OK/);
  });

  it('is not told where nobody wants it', async () => {
    const { listener } = await stage.proxy('http://127.0.0.1:9', {
      policy: { admit: () => ({ status: 403, headers: [], body: 'no' }) },
    });
    const socket = stage.open(listener, WAITS);
    expect(String((await once(socket, 'data'))[0])).toMatch(/^HTTP\/1.1 403 /);
  });
});

describe('content', () => {
  it.each([
    ['drops the rest', (socket: Socket) => socket.resume()],
    ['reads no more', (socket: Socket) => socket.pause()],
    ['ends its half', (socket: Socket) => socket.resume().end()],
  ])(
    'of which an upstream that has answered %s does not keep the answer from the caller',
    async (_, then) => {
      const origin = await stage.tcp((socket) => {
        socket.once('data', () => {
          socket.write('HTTP/1.1 413 X\r\ncontent-length: 9\r\n\r\ntoo large');
          then(socket);
        });
      });
      const { url } = await stage.proxy(origin);
      const seen = await ask(url, { method: 'POST' }, 'x'.repeat(4 * MEGABYTE));
      expect(seen).toMatchObject({ status: 413, body: 'too large' });
      expect((await ask(url, { method: 'POST' }, 'x')).status).toBe(413);
    },
  );

  it('that nobody reads any more does not end the connection of its caller', async () => {
    const origin = await stage.tcp((socket) => {
      socket.once('data', () => {
        socket.write('HTTP/1.1 413 X\r\ncontent-length: 9\r\n\r\ntoo large');
        socket.pause();
      });
    });
    const { listener } = await stage.proxy(origin);
    const length = 4 * MEGABYTE;
    const socket = stage.open(
      listener,
      `POST / HTTP/1.1\r\nhost: a\r\ncontent-length: ${length}\r\n\r\n`,
    );
    const text = allOf(socket);
    socket.write('x'.repeat(length));
    socket.write('GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n');
    expect((await text).match(/too large/g)).toHaveLength(2);
  });

  it('that an upstream answers early, and hangs up on, never leaves the caller waiting', async () => {
    const origin = await stage.tcp((socket) => {
      socket.once('data', () => {
        socket.write('HTTP/1.1 413 X\r\nconnection: close\r\ncontent-length: 9\r\n\r\ntoo large');
        socket.destroySoon();
      });
    });
    const { url } = await stage.proxy(origin);
    const seen = await ask(url, { method: 'POST' }, 'x'.repeat(4 * MEGABYTE));
    // The reset of its connection may overtake what was said over it, as for any client.
    expect([413, 502]).toContain(seen.status);
    expect(seen.body).toMatch(/^too large$|"remote_unreachable"/);
  });

  it('that breaks off breaks the request to the upstream off', async () => {
    let whole: boolean | undefined;
    const origin = await stage.upstream((request) => {
      request.resume().on('close', () => {
        whole = request.complete;
      });
      request.on('error', () => {});
    });
    const { listener } = await stage.proxy(origin);
    const head = 'POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 9\r\n\r\nhalf';
    const socket = stage.open(listener, head);
    await new Promise((resolve) => setTimeout(resolve, 30));
    socket.destroy();
    await until(() => whole !== undefined);
    expect(whole).toBe(false);
  });

  it('may come while the answer goes', async () => {
    const origin = await stage.upstream((request, response) => {
      response.flushHeaders();
      request.pipe(response);
    });
    const { url } = await stage.proxy(origin);
    const request = send(url, { method: 'POST' });
    request.write('a');
    const [response] = await once(request, 'response');
    expect(String((await once(response, 'data'))[0])).toBe('a');
    request.write('b');
    expect(String((await once(response, 'data'))[0])).toBe('b');
    request.end();
    response.resume();
    await once(response, 'end');
  });

  it('of requests that came at once goes up in their order', async () => {
    const seen: string[] = [];
    const origin = await stage.upstream((request, response) => {
      request.on('data', (chunk: Buffer) => seen.push(`${request.url} ${chunk.toString()}`));
      request.on('end', () => response.end(request.url));
    });
    const { listener } = await stage.proxy(origin);
    const one = (path: string, last = '') =>
      `POST ${path} HTTP/1.1\r\nhost: a\r\n${last}content-length: 1\r\n\r\n${path.slice(1)}`;
    const raw = one('/1') + one('/2') + one('/3', 'connection: close\r\n');
    const text = await allOf(stage.open(listener, raw));
    expect(seen).toEqual(['/1 1', '/2 2', '/3 3']);
    expect(text.match(/(?<=\n)\/\d/g)).toEqual(['/1', '/2', '/3']);
  });

  it('of 1,000 requests at one time is all carried', { timeout: 30_000 }, async () => {
    const origin = await stage.upstream((request, response) => {
      request.resume().on('end', () => setTimeout(() => response.end(request.url), 20));
    });
    const { url } = await stage.proxy(origin);
    const answers = await Promise.all(
      Array.from({ length: 1000 }, (_, index) => ask(url, { path: `/${index}` })),
    );
    expect(answers.every(({ body }, index) => body === `/${index}`)).toBe(true);
  });
});

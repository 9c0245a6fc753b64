import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { allOf, until } from '../listener/listener.fixture.ts';
import { ask, createProxyStage, passAll } from './proxy.fixture.ts';

const stage = createProxyStage();
afterEach(() => stage.clear());

async function codeOf(origin: string, remote = {}): Promise<unknown> {
  const { url } = await stage.proxy(origin, { remote });
  const { status, body } = await ask(url);
  const { code } = JSON.parse(body) as { code: string };
  return `${status} ${code}`;
}

describe('the fault of an upstream', () => {
  it('that is down', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, 'close');
    expect(await codeOf(`http://127.0.0.1:${port}`)).toBe('502 remote_unreachable');
  });

  it('that has no address', async () => {
    expect(await codeOf('http://nowhere.invalid')).toBe('502 remote_unreachable');
  });

  it('that may not be called', async () => {
    expect(await codeOf('http://169.254.169.254')).toBe('502 remote_invalid');
  });

  it('that speaks no TLS', async () => {
    const origin = await stage.upstream((_request, response) => response.end());
    expect(await codeOf(origin.replace('http:', 'https:'))).toBe('502 remote_unreachable');
  });

  it('that does not answer', async () => {
    const origin = await stage.tcp(() => {});
    // undici looks at its timers about once a second.
    expect(await codeOf(origin, { limits: { answer: 10 } })).toBe('504 remote_timeout');
  });

  it.each([
    ['is no HTTP', 'SSH-2.0-OpenSSH_9.6\r\n'],
    ['has two lengths', 'HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nxx'],
    [
      'has a length and chunks',
      'HTTP/1.1 200 OK\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n',
    ],
    ['has a name with a space', 'HTTP/1.1 200 OK\r\na b: c\r\n\r\n'],
    ['has a head of more than 64 KiB', `HTTP/1.1 200 OK\r\nx: ${'x'.repeat(66_000)}\r\n\r\n`],
    ['has a zero byte in a field', 'HTTP/1.1 200 OK\r\nx: a\0b\r\ncontent-length: 0\r\n\r\n'],
    [
      'has a control character in a field',
      'HTTP/1.1 200 OK\r\nx: a\x01b\r\ncontent-length: 0\r\n\r\n',
    ],
  ])('whose answer %s', async (_, answer) => {
    const origin = await stage.tcp((socket) => {
      socket.once('data', () => socket.end(answer, 'latin1'));
    });
    expect(await codeOf(origin)).toBe('502 remote_invalid');
  });

  it('that sends a 100 that nobody asked for, which undici takes for the answer', async () => {
    const origin = await stage.tcp((socket) => {
      socket.on('data', () =>
        socket.write('HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'),
      );
    });
    expect(await codeOf(origin)).toMatch(/^502 /);
  });

  it('that changes the protocol unasked', async () => {
    const origin = await stage.tcp((socket) => {
      socket.once('data', () =>
        socket.end('HTTP/1.1 101 X\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'),
      );
    });
    expect(await codeOf(origin)).toMatch(/^502 /);
  });
});

describe('a kept connection that the upstream closes as it is written to', () => {
  /** Answers the first request of each connection, and hangs up at the second. */
  const forgetful = () => {
    let connections = 0;
    let requests = 0;
    const origin = stage.tcp((socket) => {
      connections++;
      socket.once('data', () => {
        requests++;
        socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok');
        socket.once('data', () => {
          requests++;
          socket.destroy();
        });
      });
    });
    return { origin, counts: () => [connections, requests] };
  };

  it('costs a request without content nothing', async () => {
    const { origin, counts } = forgetful();
    const { url } = await stage.proxy(await origin);
    expect((await ask(url)).body).toBe('ok');
    expect((await ask(url)).body).toBe('ok');
    expect(counts()).toEqual([2, 3]);
  });

  it.each([
    ['POST', undefined],
    ['PUT', 'x'],
  ])('fails a %s, which may have been done', async (method, body) => {
    const { origin, counts } = forgetful();
    const { url } = await stage.proxy(await origin);
    expect((await ask(url)).body).toBe('ok');
    expect((await ask(url, { method }, body)).status).toBe(502);
    expect(counts()).toEqual([1, 2]);
  });
});

describe('a policy', () => {
  it('that throws is our fault, and ends nothing', async () => {
    const { url, log } = await stage.proxy('http://127.0.0.1:9', {
      policy: {
        admit() {
          throw new Error('broken');
        },
      },
    });
    expect((await ask(url)).status).toBe(500);
    expect(log.text()).toContain('broken');
  });

  it.each(['*', 'a b', 'x'])('that passes the target %s on', async (target) => {
    const origin = await stage.upstream((_request, response) => response.end());
    const whole = passAll(origin);
    const { url } = await stage.proxy(origin, {
      policy: {
        admit: async (head) => ({ ...(await whole.admit(head)), target }),
      },
    });
    expect((await ask(url)).status).toBe(400);
  });

  it('learns that the caller is gone', async () => {
    let signal: AbortSignal | undefined;
    const { listener } = await stage.proxy('http://127.0.0.1:9', {
      policy: {
        admit(head) {
          ({ signal } = head);
          return new Promise(() => {});
        },
      },
    });
    const socket = stage.open(listener, 'GET / HTTP/1.1\r\nhost: a\r\n\r\n');
    await until(() => signal !== undefined);
    socket.destroy();
    await until(() => signal?.aborted === true);
  });

  it('sees the target as it was sent', async () => {
    const origin = await stage.upstream((_request, response) => response.end());
    const { listener, calls } = await stage.proxy(origin, {
      policy: { admit: () => ({ status: 400, headers: [], body: null }) },
    });
    await allOf(
      stage.open(
        listener,
        'GET http://b.example/x HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n',
      ),
    );
    expect(calls.map(({ target }) => target)).toEqual(['http://b.example/x']);
  });
});

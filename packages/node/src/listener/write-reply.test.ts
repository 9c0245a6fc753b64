import { createServer, request as httpRequest } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import type { Call, Reply } from '@drawbridge/core';
import { afterEach, describe, expect, it } from 'vitest';
import { toCall } from './to-call.ts';
import { writeReply } from './write-reply.ts';

const cleanUps: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

async function serve(answer: (call: Call) => Reply | Promise<Reply>): Promise<number> {
  const server = createServer((request, response) => {
    void Promise.resolve(answer(toCall(request, response))).then((reply) =>
      writeReply(request, response, reply),
    );
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  cleanUps.push(() => {
    server.closeAllConnections();
    return new Promise((done) => server.close(done));
  });
  return (server.address() as AddressInfo).port;
}

/** Writes everything, and only then begins to read; ends when the server hangs up. */
function exchange(port: number, raw: string | Buffer): Promise<{ text: string; error?: string }> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let text = '';
    let error: string | undefined;
    socket.pause();
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1');
    });
    socket.on('error', (thrown: NodeJS.ErrnoException) => {
      error = thrown.code ?? thrown.message;
    });
    socket.on('close', () => resolve({ text, ...(error !== undefined && { error }) }));
    socket.write(raw, () => setTimeout(() => socket.resume(), 30));
  });
}

const MEGABYTE = 'x'.repeat(1024 * 1024);
const plain = (status: number, body: Reply['body'] = 'reply'): Reply => ({
  status,
  headers: [['x-a', '1']],
  body,
});

describe('writeReply to a request that was not read to its end', () => {
  const bodies = {
    'an announced megabyte': `content-length: ${MEGABYTE.length}\r\n\r\n${MEGABYTE}`,
    'a megabyte in chunks': `transfer-encoding: chunked\r\n\r\n100000\r\n${MEGABYTE}\r\n0\r\n\r\n`,
  };

  describe.each(Object.entries(bodies))('%s', (_, body) => {
    it('is seen by a sender who writes everything first', async () => {
      const port = await serve(() => plain(413));
      const { text, error } = await exchange(port, `POST / HTTP/1.1\r\nhost: a\r\n${body}`);
      expect(error).toBeUndefined();
      expect(text).toMatch(/^HTTP\/1\.1 413 [^]*\r\nconnection: close\r\n[^]*\r\n\r\nreply$/);
    });

    it('is seen also when reading stopped half-way', async () => {
      const port = await serve(async (call) => {
        let length = 0;
        for await (const chunk of call.body ?? []) {
          length += chunk.length;
          if (length > 1000) break;
        }
        return plain(413);
      });
      const { text, error } = await exchange(port, `POST / HTTP/1.1\r\nhost: a\r\n${body}`);
      expect(error).toBeUndefined();
      expect(text).toMatch(/^HTTP\/1\.1 413 [^]*reply$/);
    });
  });

  it('does not take in more than some megabytes', async () => {
    const port = await serve(() => plain(413));
    let sent = 0;
    const socket = connect(port, '127.0.0.1');
    cleanUps.push(() => socket.destroy());
    socket.on('error', () => {});
    socket.resume();
    socket.write('POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 999999999\r\n\r\n');
    const closed = new Promise((done) => socket.once('close', done));
    const more = () => {
      if (socket.destroyed || sent > 200 * 1024 * 1024) return;
      sent += MEGABYTE.length;
      socket.write(MEGABYTE, more);
    };
    more();
    await closed;
    expect(sent).toBeLessThan(64 * 1024 * 1024);
  });

  it('is given even when it has no body', async () => {
    const port = await serve(() => plain(400, null));
    const { text } = await exchange(
      port,
      `POST / HTTP/1.1\r\nhost: a\r\ncontent-length: ${MEGABYTE.length}\r\n\r\n${MEGABYTE}`,
    );
    expect(text).toMatch(/^HTTP\/1\.1 400 [^]*content-length: 0\r\n[^]*\r\n\r\n$/);
  });

  it('is the last on that connection', async () => {
    const port = await serve(() => plain(413));
    const { text } = await exchange(
      port,
      `POST / HTTP/1.1\r\nhost: a\r\ncontent-length: ${MEGABYTE.length}\r\n\r\n${MEGABYTE}` +
        'GET /next HTTP/1.1\r\nhost: a\r\n\r\n',
    );
    expect(text.match(/HTTP\/1\.1/g)).toHaveLength(1);
  });
});

describe('writeReply', () => {
  it.each([
    ['a text outside ASCII', 'größe', 7],
    ['bytes', new Uint8Array([1, 2, 3]), 3],
    ['nothing', null, 0],
    ['an empty text', '', 0],
  ])('announces the length of %s', async (_, body, length) => {
    const port = await serve(() => plain(200, body));
    const { text } = await exchange(port, 'GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n');
    expect(text).toContain(`content-length: ${length}\r\n`);
    expect(text.length - text.indexOf('\r\n\r\n') - 4).toBe(length);
  });

  it.each(['reply', 'größe', new Uint8Array([1, 2, 3]), null])(
    'sends the bytes of a field as they are, whatever is behind it: %j',
    async (body) => {
      // é in UTF-8, a letter for each byte, as node:http has it.
      const headers = [['x-user', 'Ann\u00c3\u00a9']] as const;
      const port = await serve(() => ({ status: 200, headers, body }));
      const unread = `content-length: ${MEGABYTE.length}\r\n\r\n${MEGABYTE}`;
      for (const more of ['connection: close\r\n\r\n', unread]) {
        if (body === null && more === unread) continue;
        const sent = `GET / HTTP/1.1\r\nhost: a\r\n${more}`;
        const { text } = await exchange(port, sent);
        expect(text).toContain('x-user: Ann\u00c3\u00a9\r\n');
        const bytes = Buffer.from(body ?? '').toString('latin1');
        expect(text.endsWith(`\r\n\r\n${bytes}`)).toBe(true);
      }
    },
  );

  it('answers HEAD without a body', async () => {
    const port = await serve(() => plain(200));
    const { text } = await exchange(
      port,
      'HEAD / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n',
    );
    expect(text).toMatch(/^HTTP\/1\.1 200 [^]*\r\n\r\n$/);
  });

  it('sends header fields apart that have one name', async () => {
    const port = await serve(() => ({
      status: 200,
      headers: [
        ['set-cookie', 'a=1'],
        ['set-cookie', 'b=2'],
      ],
      body: null,
    }));
    const { text } = await exchange(port, 'GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n');
    expect(text).toContain('set-cookie: a=1\r\nset-cookie: b=2\r\n');
  });

  it('keeps the connection for the next request when all was read', async () => {
    const port = await serve(async (call) => {
      for await (const chunk of call.body ?? []) void chunk;
      return plain(200);
    });
    const one = 'POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 3\r\n\r\nabc';
    const last = 'GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n';
    const { text } = await exchange(port, one + one + last);
    expect(text.match(/HTTP\/1\.1 200/g)).toHaveLength(3);
  });

  it('does nothing once the caller has left', async () => {
    let left: () => void = () => {};
    const gone = new Promise<void>((resolve) => {
      left = resolve;
    });
    const outcome = new Promise<unknown>((resolve) => {
      const server = createServer((request, response) => {
        response.once('close', () => {
          try {
            writeReply(request, response, plain(200));
            resolve('quiet');
          } catch (error) {
            resolve(error);
          }
        });
        left();
      });
      server.listen(0, '127.0.0.1', () => {
        const { port } = server.address() as AddressInfo;
        const request = httpRequest({ port, host: '127.0.0.1' }).on('error', () => {});
        request.end();
        void gone.then(() => request.destroy());
      });
      cleanUps.push(() => server.close());
    });
    expect(await outcome).toBe('quiet');
  });

  it('does not reply twice', async () => {
    const server = createServer((request, response) => {
      writeReply(request, response, plain(200, 'first'));
      writeReply(request, response, plain(500, 'second'));
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    cleanUps.push(() => server.close());
    const { text } = await exchange(
      (server.address() as AddressInfo).port,
      'GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n',
    );
    expect(text).toMatch(/ 200 [^]*first$/);
  });
});

import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createRawServer, type Server } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { answerLength, leanLoad } from './lean-load.ts';
import type { LoadOptions } from './load.ts';

let server: Server = createRawServer();

afterEach(() => void server.close());

async function optionsFor(listening: Server): Promise<LoadOptions> {
  server = listening.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  return {
    url: new URL(`http://127.0.0.1:${port}/token?a=b`),
    method: 'POST',
    headers: { 'content-type': 'text/plain' },
    bodies: [Buffer.from('one'), Buffer.from('two')],
    connections: 4,
    seconds: 0.3,
  };
}

const serve = (answer: RequestListener) => optionsFor(createServer(answer));

/** Answers whatever comes with these bytes. */
const say = (bytes: string, end = false) =>
  optionsFor(
    createRawServer((socket) => {
      socket.on('error', () => undefined);
      socket.on('data', () => (end ? socket.end(bytes) : socket.write(bytes)));
    }),
  );

describe('leanLoad', () => {
  it('sends what it was told to, over the given number of connections, and counts the answers', async () => {
    const seen: string[] = [];
    let connections = 0;
    const options = await serve((request, reply) => {
      void text(request).then((body) => {
        seen.push(`${request.method} ${request.url} ${request.headers['content-type']} ${body}`);
        reply.setHeader('content-length', 4).end('done');
      });
    });
    server.on('connection', () => connections++);
    const { rate, ownCpu } = await leanLoad(options);
    expect(new Set(seen)).toEqual(
      new Set(['POST /token?a=b text/plain one', 'POST /token?a=b text/plain two']),
    );
    expect(connections).toBe(4);
    expect(rate).toBeLessThanOrEqual(seen.length / 0.3);
    expect(rate).toBeGreaterThan(seen.length / 3);
    expect(ownCpu).toBeGreaterThan(0);
  });

  it('announces no content where there is none, and tells how long each waited', async () => {
    const lengths = new Set<string | undefined>();
    const { bodies: _, ...options } = await serve((request, reply) => {
      lengths.add(request.headers['content-length']);
      setTimeout(() => reply.end(), 20);
    });
    const { requests, waits } = await leanLoad({ ...options, method: 'GET', awake: true });
    expect([...lengths]).toEqual([undefined]);
    expect(waits).toHaveLength(requests - options.connections);
    // Timers of Node may be a millisecond early.
    for (const wait of waits) expect(wait).toBeGreaterThanOrEqual(19);
  });

  it('sends several requests at once where it is told to, and counts each', async () => {
    let served = 0;
    const options = await serve((_request, reply) => {
      served++;
      reply.setHeader('content-length', 4).end('done');
    });
    const { requests } = await leanLoad({ ...options, depth: 5 });
    expect(requests).toBe(served);
    expect(requests % 5).toBe(0);
    expect(requests).toBeGreaterThan(20);
  });

  it('fails at an answer with another status, with what was said', async () => {
    let count = 0;
    const options = await serve((request, reply) => {
      request.resume();
      const busy = ++count > 10;
      const body = busy ? 'too busy' : 'done';
      reply.writeHead(busy ? 503 : 200, { 'content-length': body.length }).end(body);
    });
    await expect(leanLoad(options)).rejects.toThrow('answered with 503: too busy');
  });

  it('fails at a body that is cut off, that is too long, or whose length is not said', async () => {
    const cut = await say('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort', true);
    await expect(leanLoad(cut)).rejects.toThrow('ended before the answer did');
    server.close();
    const long = await say('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nlonger');
    await expect(leanLoad(long)).rejects.toThrow('longer than it says');
    server.close();
    const unsaid = await say('HTTP/1.1 200 OK\r\n\r\nbody');
    await expect(leanLoad(unsaid)).rejects.toThrow('no content-length');
  });
});

describe('answerLength', () => {
  it('waits for every byte, wherever an answer is split, and leaves what comes after', () => {
    const answer = 'HTTP/1.1 200 OK\r\ncontent-length: 4\r\nx: y\r\n\r\ndone';
    for (let length = 0; length < answer.length; length++) {
      expect(answerLength(answer.slice(0, length), 200)).toBeUndefined();
    }
    expect(answerLength(answer, 200)).toBe(answer.length);
    expect(answerLength(answer + answer, 200)).toBe(answer.length);
  });
});

import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { fire, load, type LoadOptions } from './load.ts';

let server = createServer();

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

type Answer = (request: IncomingMessage, response: ServerResponse) => unknown;

async function serve(answer: Answer): Promise<LoadOptions> {
  server = createServer((request, response) => void answer(request, response)).listen(
    0,
    '127.0.0.1',
  );
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  return {
    url: new URL(`http://127.0.0.1:${port}/token`),
    method: 'POST',
    headers: { 'content-type': 'text/plain' },
    bodies: [Buffer.from('one'), Buffer.from('two')],
    connections: 4,
    seconds: 0.5,
  };
}

describe('load', () => {
  it('sends the bodies in turn over the given number of connections, and counts the answers', async () => {
    const bodies: string[] = [];
    let connections = 0;
    const options = await serve(async (request, reply) => {
      bodies.push(await text(request));
      reply.end('done');
    });
    server.on('connection', () => connections++);
    const requests = await load(options);
    expect(requests).toBeGreaterThan(4);
    expect(bodies).toHaveLength(requests);
    expect(bodies.filter((body) => body === 'one')).toHaveLength(Math.ceil(requests / 2));
    expect(connections).toBe(4);
  });

  it('fails at an answer that is not 200, with what was said', async () => {
    let count = 0;
    const options = await serve((_, reply) => {
      reply.statusCode = ++count > 10 ? 503 : 200;
      reply.end(count > 10 ? 'too busy' : 'done');
    });
    await expect(load(options)).rejects.toThrow(/answered with 503: too busy$/);
  });

  it('takes another status for the expected one', async () => {
    const options = await serve((_, reply) => reply.writeHead(400).end());
    expect(await load({ ...options, status: 400 })).toBeGreaterThan(4);
    await expect(load(options)).rejects.toThrow('400');
  });

  it('fails when a connection breaks', async () => {
    const options = await serve((request) => request.socket.destroy());
    await expect(load(options)).rejects.toThrow('socket hang up');
  });
});

describe('fire', () => {
  const shots = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => ({
    body: Buffer.from(name),
    status: name < 'd' ? 200 : 400,
  }));

  it('sends each shot once, over the given number of connections', async () => {
    const bodies: string[] = [];
    let connections = 0;
    const options = await serve(async (request, reply) => {
      const body = await text(request);
      bodies.push(body);
      reply.writeHead(body < 'd' ? 200 : 400).end();
    });
    server.on('connection', () => connections++);
    await fire(options, shots);
    expect(bodies.toSorted()).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
    expect(connections).toBe(4);
  });

  it('fails when one that should be refused is served', async () => {
    const options = await serve((_, reply) => reply.end('done'));
    await expect(fire(options, shots)).rejects.toThrow(/answered with 200: done$/);
  });
});

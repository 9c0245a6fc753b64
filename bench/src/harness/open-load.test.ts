import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { afterEach, expect, it } from 'vitest';
import { openLoad, type OpenLoadOptions } from './open-load.ts';

let close: () => void = () => undefined;
afterEach(() => close());

async function serve(answer: RequestListener): Promise<OpenLoadOptions> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  close = () => {
    server.closeAllConnections();
    server.close();
  };
  await once(server, 'listening');
  return {
    url: new URL(`http://127.0.0.1:${(server.address() as { port: number }).port}/`),
    method: 'POST',
    headers: {},
    bodies: [Buffer.from('one')],
    connections: 4,
    times: Array.from({ length: 60 }, (_, index) => 5 * index),
  };
}

it('answers with the latency of each request, in their order', async () => {
  const latencies = await openLoad(await serve((_, reply) => setTimeout(() => reply.end(), 20)));
  expect(latencies).toHaveLength(60);
  expect(Math.min(...latencies)).toBeGreaterThanOrEqual(19);
});

it('charges a server that stands still with all that was due meanwhile', async () => {
  const standstill = 600;
  let count = 0;
  const latencies = await openLoad(
    await serve((_, reply) => {
      const end = performance.now() + standstill;
      if (++count === 11) while (performance.now() < end);
      reply.end();
    }),
  );
  // Of 60 requests, 5 ms apart, the 49 behind the slow one were due in that time.
  const slow = latencies.filter((latency) => latency > standstill - 60 * 5);
  expect(slow.length).toBeGreaterThanOrEqual(49);
});

it('fails at an answer that is not 200', async () => {
  const options = await serve((_, reply) => reply.writeHead(503).end('too busy'));
  await expect(openLoad(options)).rejects.toThrow('503: too busy');
});

import { once } from 'node:events';
import { createServer } from 'node:http';
import { expect, it } from 'vitest';
import { startBalancer } from './balancer.ts';
import { until } from './until.ts';

it('follows what the server says of itself, and knows one that is gone', async () => {
  let status = 503;
  const server = createServer((_, reply) => reply.writeHead(status).end()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const balancer = startBalancer(new URL(`http://127.0.0.1:${port}/readyz`));
  try {
    expect(balancer.isReady()).toBe(false);
    status = 200;
    await until('it is ready', 20_000, balancer.isReady);
    status = 503;
    await until('it is not', 20_000, () => !balancer.isReady());
    status = 200;
    await until('it is again', 20_000, balancer.isReady);
    server.close();
    server.closeAllConnections();
    await until('it is gone', 20_000, () => !balancer.isReady());
  } finally {
    await balancer.stop();
  }
});

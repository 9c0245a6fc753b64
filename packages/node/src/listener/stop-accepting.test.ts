import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { stopAccepting } from './stop-accepting.ts';

const sockets: Socket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
});

async function serve(): Promise<{ server: Server; accepted: Socket[] }> {
  const accepted: Socket[] = [];
  const server = createServer((socket) => {
    accepted.push(socket);
    sockets.push(socket);
    socket.on('error', () => {});
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, accepted };
}

function open(port: number): Socket {
  const socket = connect(port, '127.0.0.1');
  sockets.push(socket);
  return socket.on('error', () => {});
}

const portOf = (server: Server) => (server.address() as AddressInfo).port;

describe('stopAccepting', () => {
  it('takes in all whom the kernel has taken in already', async () => {
    const { server, accepted } = await serve();
    const port = portOf(server);
    const opened = Array.from({ length: 300 }, () => open(port));
    await Promise.all(opened.map((socket) => once(socket, 'connect')));
    // So that the test can fail.
    expect(accepted.length).toBeLessThan(250);
    await stopAccepting(server, 60_000);
    expect(accepted).toHaveLength(300);
    const [error] = (await once(open(port), 'error')) as [NodeJS.ErrnoException];
    expect(error.code).toBe('ECONNREFUSED');
  });

  it('closes in the end though somebody comes in each turn', async () => {
    const { server } = await serve();
    const port = portOf(server);
    server.on('connection', (socket) => {
      socket.destroy();
      open(port);
    });
    for (let ahead = 0; ahead < 50; ahead++) open(port);
    const started = performance.now();
    await stopAccepting(server, 300);
    expect(performance.now() - started).toBeGreaterThanOrEqual(300);
    expect(server.listening).toBe(false);
  });

  it('leaves connections as they are', async () => {
    const { server, accepted } = await serve();
    const socket = open(portOf(server));
    await once(server, 'connection');
    await stopAccepting(server, 1000);
    accepted[0]?.write('still here');
    expect(String((await once(socket, 'data'))[0])).toBe('still here');
  });
});

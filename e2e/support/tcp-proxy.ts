import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/**
 * What the network does: it carries; it takes connections and loses everything, as behind a cable that was
 * pulled out; or it resets whatever connects.
 */
export type NetworkMode = 'carry' | 'lose' | 'reset';

/** A network between a client and a server that can be cut. */
export interface TcpProxy {
  readonly port: number;
  set(mode: NetworkMode): void;
  /** Connections that were made to it so far. */
  connections(): number;
  close(): Promise<void>;
}

/** Puts a network of its own before a port of 127.0.0.1. */
export async function startTcpProxy(target: number): Promise<TcpProxy> {
  let mode: NetworkMode = 'carry';
  let made = 0;
  const sockets = new Set<Socket>();

  const server = createServer((near) => {
    made++;
    keep(near);
    if (mode === 'reset') return near.resetAndDestroy();
    const far = keep(connect(target, '127.0.0.1'));
    near.on('data', (chunk) => mode === 'carry' && far.write(chunk));
    far.on('data', (chunk) => mode === 'carry' && near.write(chunk));
    near.on('close', () => far.destroy());
    // An end of the other side is lost like everything else.
    far.on('close', () => mode !== 'lose' && near.destroy());
    return undefined;
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');

  function keep(socket: Socket): Socket {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    return socket;
  }

  return {
    port: (server.address() as AddressInfo).port,
    set(next) {
      mode = next;
      if (next === 'reset') for (const socket of sockets) socket.resetAndDestroy();
    },
    connections: () => made,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

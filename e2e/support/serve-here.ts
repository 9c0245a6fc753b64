import { once } from 'node:events';
import type { Server } from 'node:http';
import type { Server as TlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Stage } from './stage.ts';

/**
 * Has a server of a test listen until the stage is cleared.
 *
 * @param address - default: 127.0.0.1
 * @returns the port
 */
export async function listenHere(
  stage: Stage,
  server: Server | TlsServer,
  address = '127.0.0.1',
): Promise<number> {
  server.listen(0, address);
  await once(server, 'listening');
  stage.later(async () => {
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  });
  return (server.address() as AddressInfo).port;
}

/** The same, on 127.0.0.1. @returns the URL */
export async function serveHere(stage: Stage, server: Server): Promise<string> {
  return `http://127.0.0.1:${await listenHere(stage, server)}`;
}

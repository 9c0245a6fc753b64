import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { DrawbridgeError } from '@drawbridge/core';
import { addressUrl } from '@drawbridge/node';

const HOST = '127.0.0.1';

/** An HTTP server that listens, and answers nothing until it is given a request listener. */
export interface LoopbackServer {
  readonly server: Server;
  /** `http://host:port`, without a slash at the end. */
  readonly origin: string;
  /** Ends the server and every connection to it. May be called again. */
  close(): Promise<void>;
}

/**
 * Listens on the loopback address of this machine. Port 0 takes any that is free.
 *
 * @throws {DrawbridgeError} `address_unavailable`
 */
export async function listenOnLoopback(port: number): Promise<LoopbackServer> {
  const server = createServer();
  try {
    server.listen(port, HOST);
    await once(server, 'listening');
  } catch (cause) {
    throw unavailable(port, cause);
  }
  let closing: Promise<void> | undefined;
  return {
    server,
    origin: addressUrl({ host: HOST, port: boundPort(server) }),
    close: () => {
      closing ??= closeNow(server);
      return closing;
    },
  };
}

async function closeNow(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}

function boundPort(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('not bound to a port');
  return address.port;
}

function unavailable(port: number, cause: unknown): DrawbridgeError {
  const taken = cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE';
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new DrawbridgeError('address_unavailable', {
    detail: taken
      ? `port ${port} of ${HOST} is taken by another program`
      : `the try-out system cannot listen on port ${port} of ${HOST}: ${reason}`,
    hint: taken
      ? 'Stop the other program, or choose another port; 0 takes any that is free.'
      : 'Choose an address of this machine and a port that this user may open.',
    cause,
  });
}

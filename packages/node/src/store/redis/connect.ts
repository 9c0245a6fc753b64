import { DrawbridgeError } from '@drawbridge/core';

/** A server, and how to speak to it. */
export interface RedisServer {
  readonly host: string;
  readonly port: number;
  /** Speaks TLS; `ca` are the authorities in place of those of Node, as PEM. */
  readonly tls?: { readonly ca?: string };
  readonly username?: string;
  readonly password?: string;
  /** The number of the database. */
  readonly database?: number;
}

/** One connection, for as long as it lasts. */
export interface Connection {
  /** Sends a command, and answers what the server does. */
  send(command: readonly string[]): Promise<unknown>;
  /** Ends it; what waits for an answer is rejected. */
  end(): void;
}

/** Opens a connection. `lost` is called when it ends by itself. */
export type Connect = (lost: (fault: unknown) => void) => Promise<Connection>;

/** @throws {DrawbridgeError} `config_invalid` when the package is not installed */
export async function loadConnect(server: RedisServer, timeout: number): Promise<Connect> {
  const { createClient } = await import('@redis/client').catch((cause: unknown) => {
    throw new DrawbridgeError('config_invalid', {
      detail: 'the store needs the package @redis/client, which is not installed',
      hint: 'Run `npm install @redis/client` where Drawbridge is installed.',
      cause,
    });
  });
  const { host, port, tls, username, password, database } = server;
  const socket = { host, port, connectTimeout: timeout, reconnectStrategy: false } as const;

  return async (lost) => {
    const client = createClient({
      socket: tls === undefined ? socket : { ...socket, tls: true, ...tls },
      ...(username !== undefined && { username }),
      ...(password !== undefined && { password }),
      ...(database !== undefined && { database }),
      // Every server speaks it, and a server without RESP3 needs no second attempt.
      RESP: 2,
      disableOfflineQueue: true,
      disableClientInfo: true,
      maintNotifications: 'disabled',
    });
    client.on('error', lost);
    const end = () => {
      try {
        client.destroy();
      } catch {
        // It has ended already.
      }
    };
    try {
      await client.connect();
      return { send: (command) => client.sendCommand([...command]), end };
    } catch (fault) {
      end();
      throw fault;
    }
  };
}

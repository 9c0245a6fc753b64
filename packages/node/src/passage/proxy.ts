import { type IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { DrawbridgeError, errorReply } from '@drawbridge/core';
import type { Connection } from '../listener/connections.ts';
import { takeInTurn } from '../listener/take-in-turn.ts';
import { writeReply } from '../listener/write-reply.ts';
import { contentOf } from './content-of.ts';
import { Exchange, type ProxyOptions } from './exchange.ts';
import { joinSockets } from './join-sockets.ts';

/** Carries calls on to upstreams, as a policy says. `listenProxy` serves it. */
export interface Proxy {
  /** Takes a request of a server. */
  onRequest(connection: Connection, request: IncomingMessage, response: ServerResponse): void;
  /** Takes a request for another protocol on its connection, which node:http has let go of. */
  onUpgrade(connection: Connection, request: IncomingMessage, head: Buffer): void;
  /** Refuses a request for a tunnel. */
  onConnect(connection: Connection, request: IncomingMessage): void;
  /** Ends the connections that changed to another protocol: nobody knows when they are done. */
  close(): void;
}

/** Makes a proxy; it knows nothing of tokens, and changes no field but by what its policy says. */
export function createProxy(options: ProxyOptions): Proxy {
  const { log } = options;
  const joined = new Set<Socket>();

  function join(caller: Socket, upstream: Socket): void {
    for (const socket of [caller, upstream]) {
      joined.add(socket);
      socket.once('close', () => joined.delete(socket));
    }
    joinSockets(caller, upstream);
  }

  function refuse(connection: Connection, request: IncomingMessage, hint: string): void {
    takeOver(connection, request, (response) => {
      const fault = new DrawbridgeError('request_malformed', { hint });
      writeReply(request, response, errorReply(fault), true);
    });
  }

  /** node:http has let go of the connection, and knows of no reply over it. */
  function takeOver(
    connection: Connection,
    request: IncomingMessage,
    begin: (response: ServerResponse) => void,
  ): void {
    const { socket } = connection;
    const response = new ServerResponse(request);
    response.shouldKeepAlive = false;
    socket.on('error', () => {});
    takeInTurn(log, connection, request, response, () => {
      connection.ended = true;
      socket.setTimeout(0);
      response.assignSocket(socket);
      socket.on('drain', () => response.emit('drain'));
      response.once('finish', () => socket.destroySoon());
      begin(response);
    });
  }

  return {
    onRequest(connection, request, response) {
      takeInTurn(log, connection, request, response, () =>
        new Exchange(options, connection, request, response).begin(),
      );
    },
    onUpgrade(connection, request, head) {
      if (contentOf(request) !== undefined) {
        refuse(connection, request, 'Send content in a request without Upgrade.');
        return;
      }
      if (head.length > 0) connection.socket.unshift(head);
      const protocol = withoutHttp2(request.headers.upgrade ?? '');
      takeOver(connection, request, (response) => {
        const upgrade = protocol === '' ? undefined : { protocol, join };
        new Exchange(options, connection, request, response, upgrade).begin();
      });
    },
    onConnect(connection, request) {
      refuse(connection, request, 'Send requests as to the service itself: this opens no tunnels.');
    },
    close() {
      for (const socket of joined) socket.destroySoon();
    },
  };
}

/**
 * HTTP/2 is spoken between two neighbours (RFC 9113 section 3.1), and need not be. Passed on, also among others that are
 * asked for, its requests would go to the upstream unseen.
 */
function withoutHttp2(list: string): string {
  const names = list.split(',').map((name) => name.trim());
  return names.filter((name) => name !== '' && !/^h2c?(?:\/|$)/i.test(name)).join(', ');
}

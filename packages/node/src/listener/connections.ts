import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Bytes that had come in at the last look, none before the first; and the looks since they were more. */
interface Seen {
  bytes: number | undefined;
  looks: number;
}

/** A connection on which TLS is not agreed yet. */
interface Handshake {
  readonly socket: Socket;
  /** Judge whether it is retired once it is done. */
  readonly retired: Which[];
  readonly seen: Seen;
}

/** What a listener knows of one connection. */
export interface Connection {
  readonly socket: Socket;
  /** Requests that were taken in and are not answered yet, in their order. */
  readonly underWay: ServerResponse[];
  /** Begins the answer to those of them that wait for the one before. */
  readonly waiting: (() => void)[];
  /** The request that came last. */
  newest?: IncomingMessage;
  /** Ends with the next reply, or where it stays idle. */
  retired: boolean;
  /** Bytes that are no request came in: there will be no more. */
  refused: boolean;
  /** A reply said that it is the last: what comes after it is nobody's request. */
  ended: boolean;
  readonly seen: Seen;
  /** Milliseconds of the clock since which the peer has left output unread. */
  blockedSince: number | undefined;
}

type Which = (connection: Connection) => boolean;

/** The connections of a server that speak HTTP: those of TLS once their handshake is done. */
export interface Connections {
  /** Of a socket of `request`. */
  of(socket: Socket): Connection;
  /** Of a socket of `clientError`: nothing where its handshake was never done. */
  find(socket: Socket): Connection | undefined;
  /**
   * Lets connections end. Without `which`, those that come from now on too; with it, those whose
   * handshake is under way are judged when it is done.
   */
  retire(which?: Which): void;
  /** Looks at the retired connections: whether anything came over them since the last look, or they themselves. */
  look(): 'news' | 'quiet' | 'none left';
  /**
   * Ends retired connections on which nothing is under way, and nothing came at so many looks. Where all are
   * retired, handshakes that stand still too.
   */
  endIdle(looks: number): void;
  /** Ends connections whose peer takes in none of its replies for so long, in milliseconds. */
  endBlocked(patience: number): void;
  /** Ends all connections, those in a handshake too, and answers how many. */
  endAll(): number;
}

/** Follows the connections of a server. */
export function followConnections(server: Server, secure: boolean): Connections {
  const known = new Map<Socket, Connection>();
  /** By the address of their peer: the socket of TLS is another than the one below it. */
  const handshakes = new Map<string, Handshake>();
  let retiring = false;
  /** A retired connection ended with its reply since the last look. */
  let finished = false;

  function of(socket: Socket): Connection {
    let connection = known.get(socket);
    if (connection === undefined) {
      connection = {
        socket,
        underWay: [],
        waiting: [],
        refused: false,
        retired: retiring,
        ended: false,
        seen: unseen(),
        blockedSince: undefined,
      };
      known.set(socket, connection);
      socket.once('close', () => {
        known.delete(socket);
        if (connection?.retired && connection.ended) finished = true;
      });
    }
    return connection;
  }

  if (secure) {
    server.on('connection', (socket: Socket) => {
      const peer = peerOf(socket);
      handshakes.set(peer, { socket, retired: [], seen: unseen() });
      socket.once('close', () => {
        if (handshakes.get(peer)?.socket === socket) handshakes.delete(peer);
      });
    });
    server.on('secureConnection', (socket: Socket) => {
      const peer = peerOf(socket);
      const connection = of(socket);
      const retired = handshakes.get(peer)?.retired ?? [];
      connection.retired = retiring || retired.some((which) => which(connection));
      handshakes.delete(peer);
    });
  } else {
    server.on('connection', of);
  }

  return {
    of,
    find: (socket) => known.get(socket),
    retire(which) {
      if (which === undefined) retiring = true;
      else for (const { retired } of handshakes.values()) retired.push(which);
      for (const connection of known.values()) {
        if (which === undefined || which(connection)) connection.retired = true;
      }
    },
    look() {
      let found: ReturnType<Connections['look']> = 'none left';
      const lookAt = ({ socket, seen }: Connection | Handshake) => {
        if (seen.bytes !== socket.bytesRead) {
          Object.assign(seen, { bytes: socket.bytesRead, looks: 0 });
          found = 'news';
        } else {
          seen.looks++;
          if (found === 'none left') found = 'quiet';
        }
      };
      for (const handshake of handshakes.values()) {
        if (retiring || handshake.retired.length > 0) lookAt(handshake);
      }
      for (const connection of known.values()) {
        if (connection.retired) lookAt(connection);
      }
      if (finished) found = 'news';
      finished = false;
      return found;
    },
    endIdle(looks) {
      for (const { socket, retired, ended, underWay, seen } of known.values()) {
        const idle = !ended && underWay.length === 0 && seen.looks >= looks;
        if (retired && idle) socket.destroy();
      }
      if (!retiring) return;
      for (const { socket, seen } of handshakes.values()) {
        if (seen.looks >= looks) socket.destroy();
      }
    },
    endBlocked(patience) {
      const now = performance.now();
      for (const connection of known.values()) {
        if (connection.socket.writableLength === 0) {
          connection.blockedSince = undefined;
        } else {
          connection.blockedSince ??= now;
          if (now - connection.blockedSince >= patience) connection.socket.destroy();
        }
      }
    },
    endAll() {
      const all = [...known.values(), ...handshakes.values()].map(({ socket }) => socket);
      const open = all.filter(({ destroyed }) => !destroyed);
      for (const socket of open) socket.destroy();
      return open.length;
    },
  };
}

function unseen(): Seen {
  return { bytes: undefined, looks: 0 };
}

function peerOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress} ${remotePort}`;
}

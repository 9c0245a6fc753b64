import type { ClientHttp2Session, ClientHttp2Stream, OutgoingHttpHeaders } from 'node:http2';
import type { Socket } from 'node:net';
import type { buildConnector } from 'undici';
import { type GuardedStream, guardStream } from './guard-stream.ts';
import { unsentStream } from './unsent-stream.ts';

/** Milliseconds to take in what came before the end of a connection: Node puts that off while it still writes. */
const LAST_READ = 500;

/**
 * Connects, and has undici tell of HTTP/2 what happened. Its version 7 takes an answer whose stream was reset for a
 * whole one, drops what is not read yet of an answer when its trailers come or its connection ends, and gives up all
 * that is under way when the other side announces that it will take no more.
 *
 * @param told - whether a connection speaks HTTP/2, before anything is sent over it
 */
export function guardHttp2(
  connect: buildConnector.connector,
  told: (isHttp2: boolean) => void = () => {},
): buildConnector.connector {
  return (options, done) => {
    connect(options, (...made) => {
      const [fault, socket] = made;
      if (fault !== null) {
        done(...made);
        return;
      }
      const isHttp2 = 'alpnProtocol' in socket && socket.alpnProtocol === 'h2';
      told(isHttp2);
      const isGuarded = isHttp2 ? guardWhenMade(socket) : () => true;
      done(...made);
      if (!isGuarded() && !socket.destroyed) {
        socket.destroy(new Error('an HTTP/2 session cannot be found'));
      }
    });
  };
}

/** undici makes a session, listens to its socket, and sends the first request, all in one go. */
function guardWhenMade(socket: Socket): () => boolean {
  let isGuarded = false;
  const look = () => {
    const session = sessionOf(socket);
    if (session === undefined || isGuarded) return;
    isGuarded = true;
    socket.off('newListener', look);
    guardSession(session, socket);
  };
  socket.on('newListener', look);
  return () => isGuarded;
}

/** Node, and undici too, put it there under a symbol of their own. */
function sessionOf(socket: Socket): ClientHttp2Session | undefined {
  return Object.getOwnPropertySymbols(socket)
    .map((symbol) => (socket as unknown as Readonly<Record<symbol, unknown>>)[symbol])
    .find(isSession);
}

function isSession(value: unknown): value is ClientHttp2Session {
  return typeof value === 'object' && value !== null && 'goaway' in value && 'request' in value;
}

type Emit = (event: string | symbol, ...args: unknown[]) => boolean;

function guardSession(session: ClientHttp2Session, socket: Socket): void {
  const request = session.request.bind(session);
  const open = new Set<GuardedStream>();
  const farewells = new Set<() => void>();
  const settle = () => {
    if (open.size > 0) return;
    for (const farewell of farewells) farewell();
    farewells.clear();
  };
  session.request = (headers, options) => {
    let stream: ClientHttp2Stream;
    try {
      stream = request(oneOfEach(headers), options);
    } catch (thrown) {
      // undici would not catch it, and where it has just connected, nobody would.
      return unsentStream(thrown);
    }
    const guarded = guardStream(stream, () => {
      open.delete(guarded);
      settle();
    });
    open.add(guarded);
    return stream;
  };
  // Node closes the session when the last stream has ended (RFC 9113 section 6.8), and undici would break it off now.
  const emit = session.emit.bind(session) as Emit;
  session.emit = (event: string | symbol, ...args: unknown[]) => {
    if (event !== 'goaway' || args[0] !== 0 || open.size === 0) return emit(event, ...args);
    farewells.add(() => emit(event, ...args));
    return true;
  };
  // The end of the connection may be seen before all that came over it.
  socket.allowHalfOpen = true;
  const emitOfSocket = socket.emit.bind(socket) as Emit;
  socket.emit = (event: string | symbol, ...args: unknown[]) => {
    if (event !== 'end' || open.size === 0) return emitOfSocket(event, ...args);
    const end = () => emitOfSocket(event, ...args);
    farewells.add(end);
    setTimeout(() => {
      if ([...open].every((stream) => stream.isWhole()) || !farewells.delete(end)) return;
      end();
    }, LAST_READ).unref();
    return true;
  };
}

/** Node throws at a field that is there in two spellings. */
function oneOfEach(headers: OutgoingHttpHeaders | undefined): OutgoingHttpHeaders {
  const fields = Object.create(null) as OutgoingHttpHeaders;
  for (const [name, value] of Object.entries(headers ?? {})) {
    const lower = name.toLowerCase();
    const known = fields[lower];
    const own = name in Object.prototype ? withoutInherited(name, value) : value;
    if (known === undefined || own === undefined) fields[lower] = own;
    else if (lower === 'cookie') fields[lower] = [known, own].flat().map(String);
    else fields[lower] = `${String(known)}, ${String(own)}`;
  }
  return fields;
}

/** undici adds to what every object inherits by the name of `constructor`. */
function withoutInherited(name: string, value: OutgoingHttpHeaders[string]) {
  const inherited = `${String(Reflect.get(Object.prototype, name))}, `;
  return typeof value === 'string' && value.startsWith(inherited)
    ? value.slice(inherited.length)
    : value;
}

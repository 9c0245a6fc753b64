import type { ClientHttp2Session, ClientHttp2Stream } from 'node:http2';
import type { Socket } from 'node:net';
import type { buildConnector } from 'undici';

/**
 * Connects, and has undici tell of HTTP/2 what happened: its version 7 takes an answer whose stream was reset for a
 * whole one, and drops what is not read yet of an answer when its trailers come.
 */
export function guardHttp2(connect: buildConnector.connector): buildConnector.connector {
  return (options, done) => {
    connect(options, (...made) => {
      done(...made);
      const [fault, socket] = made;
      if (fault !== null || !('alpnProtocol' in socket) || socket.alpnProtocol !== 'h2') return;
      const session = sessionOf(socket);
      if (session === undefined) {
        if (!socket.destroyed) socket.destroy(new Error('an HTTP/2 session cannot be found'));
        return;
      }
      const request = session.request.bind(session);
      session.request = (...asked) => guardStream(request(...asked));
    });
  };
}

/** The session that was just made of a socket: Node, and undici too, put it there under a symbol of their own. */
function sessionOf(socket: Socket): ClientHttp2Session | undefined {
  return Object.getOwnPropertySymbols(socket)
    .map((symbol) => (socket as unknown as Readonly<Record<symbol, unknown>>)[symbol])
    .find(isSession);
}

function isSession(value: unknown): value is ClientHttp2Session {
  return typeof value === 'object' && value !== null && 'goaway' in value && 'request' in value;
}

function guardStream(stream: ClientHttp2Stream): ClientHttp2Stream {
  const emit = stream.emit.bind(stream) as (event: string | symbol, ...args: unknown[]) => boolean;
  let trailers: unknown[] | undefined;
  // The end of the stream is pushed before it closes, and by the reset of one that had none after.
  let isWhole = false;
  const push = stream.push.bind(stream);
  stream.push = (chunk: unknown, encoding?: BufferEncoding) => {
    if (chunk === null && !stream.closed) isWhole = true;
    return push(chunk, encoding);
  };
  // undici listens to the first one only, and there may be another of Node's own.
  stream.on('error', () => {});
  stream.emit = (event: string | symbol, ...args: unknown[]) => {
    if (event === 'trailers') {
      trailers = args;
      return true;
    }
    if (event === 'end') {
      if (!isWhole) {
        emit('error', new Error(`the HTTP/2 stream was reset with code ${stream.rstCode}`));
      } else if (trailers !== undefined) {
        emit('trailers', ...trailers);
      }
    }
    return emit(event, ...args);
  };
  return stream;
}

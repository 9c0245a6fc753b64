import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer, type TLSSocket } from 'node:tls';
import type { Certificate } from '../../../../tools/certify.ts';

const END_STREAM = 1;
const END_HEADERS = 4;
const CLIENT_PREFACE = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';

/** One frame of HTTP/2 (RFC 9113 section 4.1). */
function frame(type: number, flags: number, stream: number, content: Buffer): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(content.length, 0, 3);
  head[3] = type;
  head[4] = flags;
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, content]);
}

function numbers(...values: readonly number[]): Buffer {
  const content = Buffer.alloc(values.length * 4);
  values.forEach((value, index) => content.writeUInt32BE(value, index * 4));
  return content;
}

/** A field that is in no table (RFC 7541 section 6.2.2). */
function literal([name, value]: readonly [string, string]): Buffer {
  return Buffer.from(
    `\0${String.fromCharCode(name.length)}${name}${String.fromCharCode(value.length)}${value}`,
    'latin1',
  );
}

function block(fields: Readonly<Record<string, string>>): Buffer {
  return Buffer.concat(Object.entries(fields).map(literal));
}

export const frames = {
  settings: () => frame(4, 0, 0, Buffer.alloc(0)),
  head: (stream: number, fields: Readonly<Record<string, string>>, end = false) =>
    frame(1, END_HEADERS | (end ? END_STREAM : 0), stream, block(fields)),
  data: (stream: number, text: string, end = false) =>
    frame(0, end ? END_STREAM : 0, stream, Buffer.from(text)),
  reset: (stream: number, code: number) => frame(3, 0, stream, numbers(code)),
  goAway: (last: number, code: number) => frame(7, 0, 0, numbers(last, code)),
};

/** The other side of one connection. */
export interface FramePeer {
  readonly socket: TLSSocket;
  send(...sent: readonly Buffer[]): void;
}

/**
 * An upstream of HTTP/2 that sends frame by frame what it is told to, right or wrong; Node's own ends what it breaks off.
 *
 * @param take - called with each request, by the number of its stream
 */
export async function listenFrames(
  own: Certificate,
  take: (peer: FramePeer, stream: number) => void,
): Promise<{ origin: string; close(): void }> {
  const sockets = new Set<TLSSocket>();
  const server = createServer({ ...own, ALPNProtocols: ['h2'] }, (socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    const peer: FramePeer = { socket, send: (...sent) => void socket.write(Buffer.concat(sent)) };
    peer.send(frames.settings());
    let rest = Buffer.alloc(0);
    let isGreeted = false;
    socket.on('data', (chunk: Buffer) => {
      rest = Buffer.concat([rest, chunk]);
      if (!isGreeted) {
        if (rest.length < CLIENT_PREFACE.length) return;
        rest = rest.subarray(CLIENT_PREFACE.length);
        isGreeted = true;
      }
      while (rest.length >= 9 && rest.length >= 9 + rest.readUIntBE(0, 3)) {
        const [type, flags, stream] = [rest[3], rest[4] ?? 0, rest.readUInt32BE(5)];
        rest = rest.subarray(9 + rest.readUIntBE(0, 3));
        if (type === 4 && (flags & 1) === 0) peer.send(frame(4, 1, 0, Buffer.alloc(0)));
        if (type === 1) take(peer, stream);
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

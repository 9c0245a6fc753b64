import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { LoadOptions } from './load.ts';

/** As of {@link LoadOptions}; header fields may take turns as the bodies do. */
export interface LeanLoadOptions extends Omit<LoadOptions, 'headers'> {
  readonly headers: HeaderFields | readonly HeaderFields[];
}

type HeaderFields = Readonly<Record<string, string>>;

/** What a load came to. */
export interface LeanLoad {
  /** How many were answered. */
  readonly requests: number;
  /** Answers a second. */
  readonly rate: number;
  /** CPU microseconds that the load itself took for a request. */
  readonly ownCpu: number;
}

/**
 * A closed-loop load as {@link load} is, for servers that share their cores with it: requests are written ready-made to sockets, and of
 * an answer no more is read than its status and its length.
 *
 * @throws {Error} at the first answer with another status, without a `content-length`, or that is cut off
 */
export async function leanLoad(options: LeanLoadOptions): Promise<LeanLoad> {
  const { url, bodies, connections, seconds, status = 200 } = options;
  const fields = [options.headers].flat() as readonly HeaderFields[];
  const requests = Array.from({ length: Math.max(bodies.length, fields.length) }, (_, index) =>
    requestOf(
      options,
      fields[index % fields.length] as HeaderFields,
      bodies[index % bodies.length] as Buffer,
    ),
  );
  const sockets = Array.from({ length: connections }, () =>
    connect(Number(url.port), url.hostname).setNoDelay(true),
  );
  try {
    await Promise.all(sockets.map((socket) => once(socket, 'connect')));
    let sent = 0;
    const cpu = process.cpuUsage();
    const begin = performance.now();
    const end = begin + seconds * 1000;
    const next = () =>
      performance.now() < end ? (requests[sent++ % requests.length] as Buffer) : undefined;
    await Promise.all(sockets.map((socket) => converse(socket, next, status)));
    const { user, system } = process.cpuUsage(cpu);
    const took = (performance.now() - begin) / 1000;
    return { requests: sent, rate: sent / took, ownCpu: (user + system) / sent };
  } finally {
    for (const socket of sockets) socket.destroy();
  }
}

function requestOf({ url, method }: LeanLoadOptions, headers: HeaderFields, body: Buffer): Buffer {
  const fields = { host: url.host, ...headers, 'content-length': String(body.length) };
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
  const head = `${method} ${url.pathname}${url.search} HTTP/1.1\r\n${lines.join('')}\r\n`;
  return Buffer.concat([Buffer.from(head), body]);
}

/** Sends a request, waits for the whole answer, and so on until there is no next one. */
function converse(socket: Socket, next: () => Buffer | undefined, status: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let received = '';
    const send = () => {
      const request = next();
      if (request === undefined) resolve();
      else socket.write(request);
    };
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('the connection ended before the answer did')));
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1');
      try {
        if (!isWhole(received, status)) return;
      } catch (fault) {
        // It rejects by the event of the socket.
        socket.destroy(fault as Error);
        return;
      }
      received = '';
      send();
    });
    send();
  });
}

/**
 * Whether an answer is there to its end.
 *
 * @param received - what has come, in Latin-1: a character is a byte
 * @throws {Error} when it is not the one that is wanted
 */
export function isWhole(received: string, status: number): boolean {
  const end = received.indexOf('\r\n\r\n');
  if (end < 0) return false;
  const head = received.slice(0, end);
  const [, length] = /\r\ncontent-length: *(\d+)(?:\r\n|$)/i.exec(head) ?? [];
  if (length === undefined) throw new Error('an answer has no content-length');
  const missing = end + 4 + Number(length) - received.length;
  if (missing > 0) return false;
  if (missing < 0) throw new Error('an answer is longer than it says');
  if (head.startsWith(`HTTP/1.1 ${status} `)) return true;
  throw new Error(`a request was answered with ${head.slice(9, 12)}: ${received.slice(end + 4)}`);
}

import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { LoadOptions } from './load.ts';

/** As of {@link LoadOptions}; header fields may take turns as the bodies do. */
export interface LeanLoadOptions extends Omit<LoadOptions, 'headers' | 'bodies'> {
  readonly headers: HeaderFields | readonly HeaderFields[];
  /** Sent in turn, over and over. Default: requests have no content, and no field that announces any. */
  readonly bodies?: readonly Buffer[];
  /**
   * How many requests a connection sends at once, before it reads an answer. A load that sleeps between answers has to be
   * woken by each, which the system charges to the server: with several at once, once for all. Default: 1.
   */
  readonly depth?: number;
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
  const { url, bodies = [], connections, seconds, status = 200, depth = 1 } = options;
  const fields = [options.headers].flat() as readonly HeaderFields[];
  const requests = Array.from({ length: Math.max(bodies.length, fields.length) }, (_, index) =>
    requestOf(
      options,
      fields[index % fields.length] as HeaderFields,
      bodies[index % bodies.length],
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
      performance.now() < end
        ? Array.from({ length: depth }, () => requests[sent++ % requests.length] as Buffer)
        : [];
    await Promise.all(sockets.map((socket) => converse(socket, next, status)));
    const { user, system } = process.cpuUsage(cpu);
    const took = (performance.now() - begin) / 1000;
    return { requests: sent, rate: sent / took, ownCpu: (user + system) / sent };
  } finally {
    for (const socket of sockets) socket.destroy();
  }
}

function requestOf({ url, method }: LeanLoadOptions, headers: HeaderFields, body?: Buffer): Buffer {
  const fields = {
    host: url.host,
    ...headers,
    ...(body && { 'content-length': String(body.length) }),
  };
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
  const head = `${method} ${url.pathname}${url.search} HTTP/1.1\r\n${lines.join('')}\r\n`;
  return Buffer.concat([Buffer.from(head), body ?? Buffer.alloc(0)]);
}

/** Sends requests, waits for all their answers, and so on until there are no next ones. */
function converse(socket: Socket, next: () => readonly Buffer[], status: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let received = '';
    let open = 0;
    const send = () => {
      const requests = next();
      open = requests.length;
      if (open === 0) resolve();
      else socket.write(Buffer.concat(requests));
    };
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('the connection ended before the answer did')));
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1');
      try {
        for (;;) {
          const length = answerLength(received, status);
          if (length === undefined) break;
          received = received.slice(length);
          open--;
        }
        if (open < 0 || (open === 0 && received !== '')) {
          throw new Error('an answer is longer than it says');
        }
      } catch (fault) {
        // It rejects by the event of the socket.
        socket.destroy(fault as Error);
        return;
      }
      if (open === 0) send();
    });
    send();
  });
}

/**
 * How long the first answer is, once it is there to its end.
 *
 * @param received - what has come, in Latin-1: a character is a byte
 * @throws {Error} when it is not the one that is wanted
 */
export function answerLength(received: string, status: number): number | undefined {
  const end = received.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const head = received.slice(0, end);
  const [, length] = /\r\ncontent-length: *(\d+)(?:\r\n|$)/i.exec(head) ?? [];
  if (length === undefined) throw new Error('an answer has no content-length');
  const whole = end + 4 + Number(length);
  if (whole > received.length) return undefined;
  if (head.startsWith(`HTTP/1.1 ${status} `)) return whole;
  throw new Error(
    `a request was answered with ${head.slice(9, 12)}: ${received.slice(end + 4, whole)}`,
  );
}

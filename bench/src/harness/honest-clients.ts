import { once } from 'node:events';
import {
  Agent as HttpAgent,
  type ClientRequest,
  type IncomingMessage,
  request as httpRequest,
} from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { createTally, type Tally, type TallyCounts } from './tally.ts';

/** Clients that do what HTTP asks of them, and never send a request twice. */
export interface ClientsOptions {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Sent in turn, over and over. */
  readonly bodies: readonly Buffer[];
  /** How many clients, each with one connection. */
  readonly clients: number;
  /** A connection is closed by its client after so many requests, so that there are always new ones. */
  readonly requestsPerConnection: number;
  /** PEM text of the certificates that are trusted, for an https address. */
  readonly ca?: string;
  /** May a client open a connection now? Default: always. It is asked again soon. */
  readonly mayConnect?: () => boolean;
  /** Told the body of every answer. @throws {Error} when it is not what was asked for: it counts as lost then */
  readonly onAnswer?: (body: string) => void;
  /** Told the serial number of the certificate of every new connection. */
  readonly onCertificate?: (serialNumber: string) => void;
}

/** Clients at work. */
export interface HonestClients {
  counts(): TallyCounts;
  /** Lets each finish the request that it waits for. */
  stop(): Promise<TallyCounts>;
}

/** Milliseconds after which nobody waits for an answer any more. */
const PATIENCE = 20_000;
/** Milliseconds until a client that got no connection tries again. */
const RECONNECT = 10;
/** Milliseconds that the more idle half of the clients think between two requests, at most. */
const MAX_PAUSE = 8;

/**
 * Has clients send requests until they are stopped. Each waits for an answer before it sends the next request;
 * half of them at once, so that the server is never idle, and half after a pause, so that it finds idle connections
 * to close. A connection is kept as long as the server says so.
 *
 * What counts as what is said at {@link TallyCounts}.
 */
export function startClients(options: ClientsOptions): HonestClients {
  const tally = createTally();
  const stopping = new AbortController();
  let next = 0;

  async function work(index: number): Promise<void> {
    const client = createClient(options, tally);
    while (!stopping.signal.aborted) {
      const body = options.bodies[next++ % options.bodies.length] as Buffer;
      await client.send(body);
      if (index % 2 === 1) await sleep(Math.random() * MAX_PAUSE);
    }
    client.close();
  }

  const all = Promise.all(Array.from({ length: options.clients }, (_, index) => work(index)));
  return {
    counts: () => tally.counts(),
    async stop() {
      stopping.abort();
      await all;
      return tally.counts();
    },
  };
}

interface Client {
  send(body: Buffer): Promise<void>;
  close(): void;
}

function createClient(options: ClientsOptions, tally: Tally): Client {
  const { url, method, ca, requestsPerConnection, mayConnect = () => true } = options;
  const secure = url.protocol === 'https:';
  // A resumed session would not show the certificate again.
  const agent = secure
    ? new HttpsAgent({ keepAlive: true, maxSockets: 1, maxCachedSessions: 0, ...(ca && { ca }) })
    : new HttpAgent({ keepAlive: true, maxSockets: 1 });
  let onConnection = 0;

  const isConnected = () => Object.keys(agent.freeSockets).length > 0;

  return {
    async send(body) {
      if (!isConnected()) {
        onConnection = 0;
        if (!mayConnect()) {
          await sleep(RECONNECT);
          return;
        }
      }
      const last = ++onConnection >= requestsPerConnection;
      const outgoing = (secure ? httpsRequest : httpRequest)(url, {
        agent,
        method,
        headers: {
          ...options.headers,
          'content-length': String(body.length),
          ...(last && { connection: 'close' }),
        },
        signal: AbortSignal.timeout(PATIENCE),
      });
      if (!(await exchange(outgoing, body, options, tally))) await sleep(RECONNECT);
    },
    close: () => agent.destroy(),
  };
}

/** @returns whether there was a connection */
async function exchange(
  outgoing: ClientRequest,
  body: Buffer,
  { url, onAnswer, onCertificate }: ClientsOptions,
  tally: Tally,
): Promise<boolean> {
  const connection = { state: 'none' };
  outgoing.once('socket', (socket: Socket) => {
    if (outgoing.reusedSocket) {
      connection.state = 'kept';
      return;
    }
    socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', () => {
      connection.state = 'new';
      tally.connected();
      onCertificate?.(serialOf(socket));
    });
  });
  outgoing.end(body);
  try {
    const [reply] = (await once(outgoing, 'response')) as [IncomingMessage];
    const said = await text(reply);
    if (reply.statusCode !== 200) throw new Error(`status ${reply.statusCode}`);
    onAnswer?.(said);
    tally.answered();
  } catch (error) {
    const reason = reasonOf(error as NodeJS.ErrnoException);
    if (connection.state === 'none') tally.refused(reason);
    else tally.lost(`${reason} on a ${connection.state} connection`);
  }
  return connection.state !== 'none';
}

function reasonOf({ code, name, message }: NodeJS.ErrnoException): string {
  if (name === 'AbortError' || name === 'TimeoutError') return 'no answer in time';
  return code ?? message;
}

function serialOf(socket: Socket): string {
  const { getPeerCertificate } = socket as Socket & {
    getPeerCertificate?: () => { serialNumber?: string };
  };
  return getPeerCertificate?.call(socket).serialNumber ?? '';
}

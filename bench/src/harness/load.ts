import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';

/** A closed-loop load: each connection sends its next request when the last was answered. */
export interface LoadOptions {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Sent in turn, over and over. */
  readonly bodies: readonly Buffer[];
  /** How many connections, all kept alive. */
  readonly connections: number;
  readonly seconds: number;
  /** The HTTP status of every answer. Default: 200. */
  readonly status?: number;
}

/**
 * Puts a server under load for a while.
 *
 * @returns how many requests were answered, all with the expected status
 * @throws {Error} at the first other answer: it is not what was meant to be measured
 */
export async function load(options: LoadOptions): Promise<number> {
  const { bodies, connections, seconds, status = 200 } = options;
  // New connections each time: those of an earlier load may have idled until the server closed them.
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const end = performance.now() + seconds * 1000;
  let sent = 0;

  async function connection(): Promise<void> {
    while (performance.now() < end) {
      await send(agent, options, { body: bodies[sent++ % bodies.length] as Buffer, status });
    }
  }

  try {
    await Promise.all(Array.from({ length: connections }, connection));
    return sent;
  } finally {
    agent.destroy();
  }
}

/** What is sent, and the status that must come back. */
export interface Shot {
  readonly body: Buffer;
  readonly status: number;
}

/**
 * Sends each shot once, in order, over the given number of connections.
 *
 * @throws {Error} at the first answer with another status
 */
export async function fire(
  options: Omit<LoadOptions, 'bodies' | 'seconds' | 'status'>,
  shots: readonly Shot[],
): Promise<void> {
  const { connections } = options;
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  let next = 0;

  async function connection(): Promise<void> {
    for (let shot = shots[next++]; shot !== undefined; shot = shots[next++]) {
      await send(agent, options, shot);
    }
  }

  try {
    await Promise.all(Array.from({ length: connections }, connection));
  } finally {
    agent.destroy();
  }
}

/** Where requests go, and how. */
export type Target = Pick<LoadOptions, 'url' | 'method' | 'headers'>;

/**
 * Sends a request, and waits for the end of its answer.
 *
 * @throws {Error} when it has another status
 */
export async function send(agent: Agent, target: Target, { body, status }: Shot): Promise<void> {
  const { url, method } = target;
  const headers = { ...target.headers, 'content-length': String(body.length) };
  const outgoing = request(url, { agent, method, headers });
  outgoing.end(body);
  const [reply] = (await once(outgoing, 'response')) as [IncomingMessage];
  if (reply.statusCode === status) {
    reply.resume();
    await once(reply, 'end');
    return;
  }
  const said = (await text(reply)).trim();
  throw new Error(`${method} ${url.href} was answered with ${reply.statusCode}: ${said}`);
}

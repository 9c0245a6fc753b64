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
}

/**
 * Puts a server under load for a while.
 *
 * @returns how many requests were answered, all with 200
 * @throws {Error} at the first other answer: a benchmark of refusals proves nothing
 */
export async function load(options: LoadOptions): Promise<number> {
  const { bodies, connections, seconds } = options;
  // New connections each time: those of an earlier load may have idled until the server closed them.
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const end = performance.now() + seconds * 1000;
  let sent = 0;

  async function connection(): Promise<void> {
    while (performance.now() < end) {
      await exchange(agent, options, bodies[sent++ % bodies.length] as Buffer);
    }
  }

  try {
    await Promise.all(Array.from({ length: connections }, connection));
    return sent;
  } finally {
    agent.destroy();
  }
}

async function exchange(agent: Agent, options: LoadOptions, body: Buffer): Promise<void> {
  const { url, method } = options;
  const headers = { ...options.headers, 'content-length': String(body.length) };
  const outgoing = request(url, { agent, method, headers });
  outgoing.end(body);
  const [reply] = (await once(outgoing, 'response')) as [IncomingMessage];
  if (reply.statusCode === 200) {
    reply.resume();
    await once(reply, 'end');
    return;
  }
  const said = (await text(reply)).trim();
  throw new Error(`${method} ${url.href} was answered with ${reply.statusCode}: ${said}`);
}

import { request as requestHttp, Agent as HttpAgent } from 'node:http';
import { request as requestHttps, Agent as HttpsAgent } from 'node:https';

/** What callers met with who ask again and again. */
export interface Asking {
  answered: number;
  /** Requests that got no reply, by the fault: none of them is sent again. */
  readonly lost: string[];
  /** Connections that could not be had: nothing was sent over them. */
  refused: number;
  /** The local ports of the connections over which callers were answered. */
  readonly ports: ReadonlySet<number>;
  /** Waits until the callers have ended: when told so, or when nobody takes their connections. */
  readonly ended: Promise<unknown>;
  stop(): void;
}

/** How callers ask. */
export interface AskOptions {
  /** Callers at one time, each with one connection that it keeps. */
  readonly callers: number;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Trusted in place of the system's. */
  readonly ca?: string | readonly string[];
  /** A new connection for each request. */
  readonly anew?: boolean;
  /** Milliseconds that a caller waits between requests: up to its number times this. */
  readonly pause?: number;
}

/**
 * Sends requests from many callers, who send nothing twice and heed `connection: close`, until they
 * are stopped or are refused a connection.
 */
export function keepAsking(url: string, options: AskOptions): Asking {
  const { callers, anew = false, pause = 0 } = options;
  const ports = new Set<number>();
  const asking = { answered: 0, lost: [] as string[], refused: 0, ports };
  const state = { stopped: false };

  async function caller(number: number): Promise<void> {
    const agent = url.startsWith('https:')
      ? new HttpsAgent({ keepAlive: !anew, maxCachedSessions: 0 })
      : new HttpAgent({ keepAlive: !anew });
    while (!state.stopped) {
      const fault = await ask(url, agent, options, ports);
      if (fault === 'ECONNREFUSED') {
        asking.refused++;
        break;
      }
      if (fault === undefined) asking.answered++;
      else asking.lost.push(fault);
      const wait = Math.random() * number * pause;
      await new Promise((done) => setTimeout(done, wait));
    }
    agent.destroy();
  }

  const ended = Promise.all(Array.from({ length: callers }, (_, number) => caller(number)));
  return Object.assign(asking, {
    ended,
    stop: () => {
      state.stopped = true;
    },
  });
}

/** @returns the fault, if there was one */
function ask(
  url: string,
  agent: HttpAgent | HttpsAgent,
  { method = 'GET', headers = {}, body = '', ca }: AskOptions,
  ports: Set<number>,
): Promise<string | undefined> {
  const send = url.startsWith('https:') ? requestHttps : requestHttp;
  const length = method === 'GET' ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  return new Promise((resolve) => {
    const options = {
      method,
      agent,
      headers: { ...headers, ...length },
      ...(ca && { ca: [ca].flat() }),
    };
    send(url, options, (response) => {
      const fine = response.statusCode === 200;
      const { localPort } = response.socket;
      if (localPort !== undefined) ports.add(localPort);
      response.resume();
      response.on('end', () => resolve(fine ? undefined : `status ${response.statusCode}`));
      response.on('error', (error) => resolve(error.message));
    })
      .on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
      .end(body);
  });
}

import { fileURLToPath } from 'node:url';
import { cpuMicroseconds, readCpuTime } from '../harness/cpu-time.ts';
import { leanLoad } from '../harness/lean-load.ts';
import { freePort, startServer } from '../harness/server-process.ts';
import { tampered } from '../verify/tokens.ts';
import type { Side } from './sides.ts';

const SERVER = fileURLToPath(new URL('server.js', import.meta.url));
const CONNECTIONS = 8;
/** Requests that a connection sends at once: how often the load has to be woken is not the guard's doing. */
const DEPTH = 16;
/** Seconds of load a round. Longer ones are no steadier: what disturbs them lasts for seconds, and then spoils both sides alike. */
const SECONDS = 0.5;
/** Requests before anything counts: every side's code is compiled by then. */
const WARM_UP = 16_000;
/** Seconds that they may take at most. */
const WARM_UP_SECONDS = 4;

/** What a route answered to a token. */
export interface RouteAnswer {
  readonly status: number;
  readonly type: string | null;
  readonly body: string;
}

/** Measures what a request costs a server. */
export interface RouteMeter {
  readonly side: Side;
  ask(token: string | undefined): Promise<RouteAnswer>;
  warmUp(): Promise<void>;
  /** @returns CPU microseconds of the server for a request */
  measure(): Promise<number>;
  stop(): Promise<void>;
}

/** What is put before the route, and what calls it. */
export interface RouteOptions {
  readonly side: Side;
  readonly issuer: string;
  readonly audience: string;
  /** They take turns. Sent to every side, so that each reads the same bytes. */
  readonly tokens: readonly string[];
}

/** Starts a server with a route. */
export async function startRoute({
  side,
  issuer,
  audience,
  tokens,
}: RouteOptions): Promise<RouteMeter> {
  const port = await freePort();
  const url = new URL(`http://127.0.0.1:${port}/`);
  const server = await startServer({
    args: [SERVER, String(port), side, issuer, audience],
    readyUrl: new URL('/ready', url),
  });
  const load = async () => {
    const { requests } = await leanLoad({
      url,
      method: 'GET',
      headers: tokens.map(bearer),
      bodies: [Buffer.alloc(0)],
      connections: CONNECTIONS,
      depth: DEPTH,
      seconds: SECONDS,
    });
    return requests;
  };
  return {
    side,
    async ask(token) {
      const reply = await fetch(url, { headers: token === undefined ? {} : bearer(token) });
      const type = reply.headers.get('content-type');
      return { status: reply.status, type, body: await reply.text() };
    },
    async warmUp() {
      const end = performance.now() + WARM_UP_SECONDS * 1000;
      for (let sent = 0; sent < WARM_UP && performance.now() < end; ) sent += await load();
    },
    async measure() {
      const before = await readCpuTime(server.pid);
      const requests = await load();
      return cpuMicroseconds(before, await readCpuTime(server.pid)) / requests;
    },
    async stop() {
      await server.stop();
    },
  };
}

/**
 * Makes sure that two routes are what they are called, and differ in nothing else.
 *
 * @throws {Error} when they answer a good token differently, or one lets in whom it must not, or keeps out whom it must not
 */
export async function requireSameRoutes(
  routes: readonly [RouteMeter, RouteMeter],
  token: string,
): Promise<void> {
  const answers: RouteAnswer[] = [];
  for (const route of routes) {
    answers.push(await requireStatus(route, token, 200));
    const refused = route.side === 'unguarded' ? 200 : 401;
    await requireStatus(route, undefined, refused);
    await requireStatus(route, tampered(token), refused);
  }
  const [first, second] = answers.map((answer) => JSON.stringify(answer));
  if (first !== second) throw new Error(`${first} is not the same answer as ${second}`);
}

async function requireStatus(
  route: RouteMeter,
  token: string | undefined,
  status: number,
): Promise<RouteAnswer> {
  const answer = await route.ask(token);
  if (answer.status === status) return answer;
  const what = token === undefined ? 'no token' : 'a token';
  throw new Error(`${route.side}: ${what} was answered with ${answer.status}, not ${status}`);
}

function bearer(token: string): { readonly authorization: string } {
  return { authorization: `Bearer ${token}` };
}

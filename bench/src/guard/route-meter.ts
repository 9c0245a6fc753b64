import { fileURLToPath } from 'node:url';
import { cpuMicroseconds, readCpuTime } from '../harness/cpu-time.ts';
import { leanLoad } from '../harness/lean-load.ts';
import { freePort, startServer } from '../harness/server-process.ts';
import type { Side } from './sides.ts';

const SERVER = fileURLToPath(new URL('server.js', import.meta.url));
const CONNECTIONS = 32;
/** Seconds of load a round. */
const SECONDS = 1;
/** Seconds of load before anything counts: code is compiled meanwhile. */
const WARM_UP = 4;

/** Measures what a request costs a server. */
export interface RouteMeter {
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

/**
 * Starts a server and warms it up.
 *
 * @throws {Error} when a guarded route lets in who has no token, or an unguarded one does not
 */
export async function routeMeter({
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
  const loads = tokens.map((token) => ({ authorization: `Bearer ${token}` }));
  const load = async (seconds: number) => {
    const { requests } = await leanLoad({
      url,
      method: 'GET',
      headers: loads,
      bodies: [Buffer.alloc(0)],
      connections: CONNECTIONS,
      seconds,
    });
    return requests;
  };
  try {
    const { status } = await fetch(url);
    const wanted = side === 'unguarded' ? 200 : 401;
    if (status !== wanted) throw new Error(`${side}: no token was answered with ${status}`);
    await load(WARM_UP);
  } catch (fault) {
    await server.stop();
    throw fault;
  }
  return {
    async measure() {
      const before = await readCpuTime(server.pid);
      const requests = await load(SECONDS);
      return cpuMicroseconds(before, await readCpuTime(server.pid)) / requests;
    },
    async stop() {
      await server.stop();
    },
  };
}

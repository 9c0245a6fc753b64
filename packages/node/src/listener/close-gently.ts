import { once } from 'node:events';
import { type Server as NetServer, Server } from 'node:net';
import type { Server as HttpServer } from 'node:http';
import type { Connections } from './connections.ts';

/** How a listener closes. */
export interface CloseOptions {
  /** Milliseconds after which calls under way are cut off. Default: 10,000 */
  readonly patience?: number;
  /**
   * Milliseconds for which idle connections are still served, with `connection: close`. Their
   * owners may be sending at this very moment, and would see a reset. Default: 1,000, and half of
   * the patience at most
   */
  readonly grace?: number;
}

const PATIENCE = 10_000;
const GRACE = 1_000;
/** Milliseconds between two looks for idle connections. */
const SWEEP_INTERVAL = 20;
/** Milliseconds without a byte after which no request is on its way in. */
const QUIET = 200;

/**
 * Takes no more connections, lets calls under way be answered, tells callers who keep their
 * connection to take another, and ends.
 */
export async function closeGently(
  server: HttpServer,
  connections: Connections,
  { patience = PATIENCE, grace = Math.min(GRACE, patience / 2) }: CloseOptions = {},
): Promise<void> {
  const closed = once(server, 'close');
  connections.retire();
  whenAllAccepted(server, () => closeSocket(server));
  const cutOff = setTimeout(() => connections.endAll(), patience);
  const stopSweeping = endIdleAfter(connections, grace);
  await closed;
  stopSweeping();
  clearTimeout(cutOff);
  // Its timer, which looks for requests that are late, ran until now.
  server.close();
}

/** Turns of the event loop for which connections are still accepted: as many as the kernel's queue commonly holds. */
const MAX_TURNS = 1024;

/**
 * Calls back once no connection waits to be accepted. The kernel has taken these in already, and would reset
 * them when the socket closes; one is accepted in each turn of the event loop.
 */
function whenAllAccepted(server: NetServer, done: () => void): void {
  let came = true;
  let turns = 0;
  const note = () => {
    came = true;
  };
  server.on('connection', note);
  const turn = () => {
    if (came && ++turns < MAX_TURNS) {
      came = false;
      // Two turns: what this one polls for is accepted before the next.
      setImmediate(() => setImmediate(turn));
      return;
    }
    server.off('connection', note);
    done();
  };
  turn();
}

/** node:http's own close() would end idle connections at once. */
function closeSocket(server: NetServer): void {
  Server.prototype.close.call(server);
}

/**
 * Ends retired connections as they become idle, once a grace has passed.
 *
 * @param grace - milliseconds
 * @returns ends the looking
 */
export function endIdleAfter(connections: Connections, grace: number): () => void {
  const started = performance.now();
  const sweep = setInterval(() => {
    if (performance.now() - started < grace) return;
    // After this turn's events: what has come in already is a request under way then.
    setImmediate(() => connections.endIdle(Math.min(QUIET, grace)));
  }, SWEEP_INTERVAL);
  return () => clearInterval(sweep);
}

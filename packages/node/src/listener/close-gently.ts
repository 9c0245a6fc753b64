import type { Server } from 'node:http';
import type { Connections } from './connections.ts';
import { endIdle } from './end-idle.ts';
import { stopAccepting } from './stop-accepting.ts';

/** How a listener closes. */
export interface CloseOptions {
  /** Milliseconds after which calls under way are cut off. Default: 10,000 */
  readonly patience?: number;
  /**
   * Milliseconds without a request after which idle connections end; until then they are served, with
   * `connection: close`. Their owners may be sending at this very moment, and would see a reset. While
   * requests come it is half of the patience at most. Default: 1,000, and half of the patience at most
   */
  readonly grace?: number;
  /**
   * Waited for once nobody can connect here any more, before callers are told to take another connection. Where
   * processes share an address it resolves when that is so in all of them: a caller who was told would meet one that
   * is about to close, too.
   */
  readonly unreachable?: (() => Promise<void>) | undefined;
}

/** What it took to close. */
export interface Closed {
  /** Connections that were cut off, with a call under way or none. */
  readonly cutOff: number;
}

const PATIENCE = 10_000;
const GRACE = 1_000;
/** Milliseconds for which callers are still taken in at most, however many come. */
const ACCEPT = 1_000;

/**
 * Takes no more connections, lets calls under way be answered, tells callers who keep their
 * connection to take another, and ends.
 */
export async function closeGently(
  server: Server,
  connections: Connections,
  { patience = PATIENCE, grace = Math.min(GRACE, patience / 2), unreachable }: CloseOptions = {},
): Promise<Closed> {
  const started = performance.now();
  // Not `once`, which an error of the server would reject: a connection that could not be accepted ends nothing.
  const closed = new Promise<void>((resolve) => server.once('close', () => resolve()));
  let cutOff = 0;
  const cut = () => {
    cutOff += connections.endAll();
  };
  const timer = setTimeout(cut, patience);
  await stopAccepting(server, Math.min(ACCEPT, patience / 4));
  await unreachable?.();
  // Not before: whoever is told to take another connection would come back to us, and meet the socket as it closes.
  connections.retire();
  const passed = performance.now() - started;
  if (passed >= patience) cut();
  const stopLooking = endIdle(connections, { quiet: grace, atMost: patience / 2 - passed });
  await closed;
  stopLooking();
  clearTimeout(timer);
  // Its timer, which looks for requests that are late, ran until now.
  server.close();
  return { cutOff };
}

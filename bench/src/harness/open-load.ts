import { Agent } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { send, type Target } from './load.ts';

/** An open-loop load: requests are sent when they are due, whether or not earlier ones were answered. */
export interface OpenLoadOptions extends Target {
  /** Sent in turn, over and over. */
  readonly bodies: readonly Buffer[];
  /** How many connections at most. A request for which none is free waits, and its wait counts. */
  readonly connections: number;
  /** When requests are due, in milliseconds from the beginning, in order. */
  readonly times: readonly number[];
}

/**
 * Puts a server under a load that does not wait for it.
 *
 * @returns for each request the milliseconds from when it was due, not from when it was sent, until its answer was there: a server
 *   that stands still for a while is charged for all requests that were due meanwhile
 * @throws {Error} at the first answer that is not 200
 */
export async function openLoad(options: OpenLoadOptions): Promise<readonly number[]> {
  const { bodies, connections, times } = options;
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const latencies: number[] = [];
  const failures: unknown[] = [];
  const pending: Promise<void>[] = [];
  const begin = performance.now();

  const fire = async (index: number, due: number): Promise<void> => {
    const body = bodies[index % bodies.length] as Buffer;
    await send(agent, options, { body, status: 200 });
    latencies[index] = performance.now() - due;
  };

  try {
    for (const [index, time] of times.entries()) {
      const due = begin + time;
      // A timer would be late by up to a millisecond, which is the size of what is measured.
      while (performance.now() < due && failures.length === 0) await nextTurn();
      if (failures.length > 0) break;
      pending.push(fire(index, due).catch((error: unknown) => void failures.push(error)));
    }
    await Promise.all(pending);
    if (failures.length > 0) throw failures[0];
    return latencies;
  } finally {
    agent.destroy();
  }
}

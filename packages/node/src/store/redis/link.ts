import type { Log } from '@drawbridge/core';
import { inTime } from '../in-time.ts';
import { unavailable } from '../unavailable.ts';
import type { Connect, Connection } from './connect.ts';
import { explainFault, lateFault, replyCode } from './explain-fault.ts';

/** How a link is kept. */
export interface LinkOptions {
  readonly connect: Connect;
  /** The server, as `HOST:PORT`, for messages. */
  readonly place: string;
  /** Milliseconds that a call may take, with the time it waits for a connection. */
  readonly timeout: number;
  readonly log: Log;
}

/** A connection that is made again whenever it is lost. */
export interface Link {
  /** @throws {DrawbridgeError} `store_unavailable`, in time; what the server replies is thrown as it is */
  send(command: readonly string[]): Promise<unknown>;
  /** Resolves when there is a connection, or none could be made at the first attempt. */
  readonly opened: Promise<void>;
  close(): void;
}

/** Calls that wait for an answer at the same time, at most. */
const MAX_WAITING = 10_000;

/** Milliseconds between attempts: the first, and the longest. */
const FIRST_PAUSE = 50;
const LONGEST_PAUSE = 1000;

/**
 * Keeps a connection. While there is none, a call waits for the attempt that is under way, and fails at once
 * between attempts: nothing is kept to be sent later. A connection on which one call is late is given up, for
 * answers come in order and all behind it are late too.
 */
export function createLink({ connect, place, timeout, log }: LinkOptions): Link {
  let current: Connection | undefined;
  let attempt: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let fault: unknown;
  let failures = 0;
  let waiting = 0;
  let isClosed = false;

  function begin(): void {
    clearTimeout(timer);
    attempt = open().then(succeed, fail);
  }

  /** A server that takes connections and answers nothing is none. */
  async function open(): Promise<Connection> {
    let lostBy: unknown;
    let connection: Connection | undefined;
    const opening = connect((reason) => {
      lostBy = reason;
      if (connection !== undefined) drop(connection, reason);
    });
    // One that comes too late is not left open.
    let isLate = false;
    const made = opening.then(async (made) => {
      if (isLate || isClosed) made.end();
      connection = made;
      await made.send(['PING']);
      if (lostBy !== undefined) throw lostBy;
      return made;
    });
    try {
      return await inTime(made, timeout, () => lateFault(place, timeout));
    } catch (reason) {
      isLate = true;
      connection?.end();
      throw reason;
    }
  }

  function succeed(connection: Connection): void {
    attempt = undefined;
    if (isClosed) return connection.end();
    current = connection;
    if (failures > 0) log.info('store reached again', { place });
    failures = 0;
  }

  function fail(reason: unknown): void {
    attempt = undefined;
    fault = reason;
    if (isClosed) return;
    const { message, hint } = explainFault(place, reason);
    if (failures === 0) log.warn('store not reached', { place, detail: message, hint });
    const pause = Math.min(FIRST_PAUSE * 2 ** failures, LONGEST_PAUSE);
    failures++;
    // Replicas that lost the same server do not come back in step.
    timer = setTimeout(begin, pause * (0.5 + Math.random() / 2)).unref();
  }

  function drop(connection: Connection, reason: unknown): void {
    connection.end();
    if (connection !== current) return;
    current = undefined;
    fault = reason;
    if (!isClosed) begin();
  }

  async function connection(): Promise<Connection> {
    if (current === undefined) await attempt;
    if (current === undefined) throw explainFault(place, fault);
    return current;
  }

  begin();
  return {
    opened: attempt ?? Promise.resolve(),

    async send(command) {
      if (isClosed) throw unavailable('the store is closed', 'Wait until the service is up again.');
      if (waiting >= MAX_WAITING) throw lateFault(place, timeout);
      waiting++;
      let used: Connection | undefined;
      const answer = connection().then((found) => {
        used = found;
        return found.send(command);
      });
      try {
        return await inTime(answer, timeout, () => lateFault(place, timeout));
      } catch (thrown) {
        const reply = replyCode(thrown);
        if (reply === 'NOSCRIPT') throw thrown;
        const explained = explainFault(place, thrown);
        // A primary that has become a replica stays one: its name may lead to another server by now.
        if (used !== undefined && (reply === undefined || reply === 'READONLY')) {
          drop(used, explained);
        }
        throw explained;
      } finally {
        waiting--;
      }
    },

    close() {
      isClosed = true;
      clearTimeout(timer);
      current?.end();
      current = undefined;
    },
  };
}

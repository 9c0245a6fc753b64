import {
  type Clock,
  createDefaultEngine,
  type Engine,
  type Log,
  systemClock,
} from '@drawbridge/core';
import { createHttpClient, type HttpClient } from './http/client.ts';

/** What every part needs of the machine, made once in a process. */
export interface Runtime {
  readonly clock: Clock;
  /** Its gate bounds the slow signatures of all parts together. */
  readonly engine: Engine;
  /** The one way out. */
  readonly http: HttpClient;
  readonly log: Log;
  /** The data folder. */
  readonly data: string;
}

/** A runtime that lets go of its connections. */
export interface OwnedRuntime extends Runtime {
  close(): Promise<void>;
}

/**
 * Makes the runtime of a process.
 *
 * @param data - the data folder
 */
export function createRuntime(data: string, log: Log): OwnedRuntime {
  const http = createHttpClient();
  const engine = createDefaultEngine();
  return { clock: systemClock, engine, http, log, data, close: () => http.close() };
}

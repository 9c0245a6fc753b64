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
  /** The environment, where some secrets are. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** A runtime that lets go of its connections. */
export interface OwnedRuntime extends Runtime {
  close(): Promise<void>;
}

/**
 * Makes the runtime of a process.
 *
 * @param data - the data folder
 * @param env - where secrets are that are given by variables. Default: none
 */
export function createRuntime(
  data: string,
  log: Log,
  env: Readonly<Record<string, string | undefined>> = {},
): OwnedRuntime {
  const http = createHttpClient();
  const engine = createDefaultEngine();
  return { clock: systemClock, engine, http, log, data, env, close: () => http.close() };
}

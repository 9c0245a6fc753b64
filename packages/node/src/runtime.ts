import {
  type Audit,
  type Clock,
  createDefaultEngine,
  type Engine,
  type Log,
  type Metrics,
  silentAudit,
  silentMetrics,
  type Store,
  systemClock,
} from '@drawbridge/core';
import { createHttpClient, type HttpClient } from './http/client.ts';
import type { HealthCheck } from './service/health.ts';
import { countStoreErrors } from './store/count-store-errors.ts';
import { noStore } from './store/no-store.ts';

/** What every part needs of the machine, made once in a process. */
export interface Runtime {
  readonly clock: Clock;
  /** Its gate bounds the slow signatures of all parts together. */
  readonly engine: Engine;
  /** The one way out. */
  readonly http: HttpClient;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly audit: Audit;
  /** The data folder. */
  readonly data: string;
  /** The environment, where some secrets are. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /**
   * The shared state; opened when it is first asked for, since most configurations need none.
   *
   * @throws {DrawbridgeError} of kind `configuration` when it cannot be opened
   */
  store(): Promise<Store>;
  /** What must be well of all this for the process to be of use: the audit, and the store once somebody asked for it. */
  checks(): readonly HealthCheck[];
}

/** A runtime that lets go of its connections. */
export interface OwnedRuntime extends Runtime {
  close(): Promise<void>;
}

/** What a runtime is made of; all that it is given ends with it. */
export interface RuntimeOptions {
  /** The data folder. */
  readonly data: string;
  readonly log: Log;
  /** Where secrets are that are given by variables. Default: none. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Default: one without a proxy. */
  readonly http?: HttpClient;
  /** Default: none are kept. */
  readonly metrics?: Metrics;
  /** Default: none is kept. */
  readonly audit?: Audit;
  /** Opens the shared state. Default: there is none, and asking for it is a fault. */
  readonly openStore?: () => Promise<Store>;
}

/** Makes the runtime of a process. */
export function createRuntime({
  data,
  log,
  env = {},
  http = createHttpClient(),
  metrics = silentMetrics,
  audit = silentAudit,
  openStore = noStore,
}: RuntimeOptions): OwnedRuntime {
  let store: Promise<Store> | undefined;
  return {
    clock: systemClock,
    engine:
      metrics === silentMetrics
        ? createDefaultEngine()
        : createDefaultEngine(undefined, (waiting) =>
            metrics.set('drawbridge_signatures_waiting', {}, waiting),
          ),
    http,
    log,
    metrics,
    audit,
    data,
    env,
    store: () =>
      (store ??= openStore()
        .then((opened) => (metrics === silentMetrics ? opened : countStoreErrors(opened, metrics)))
        .catch((thrown: unknown) => {
          // Nobody uses it: a reload that failed for its sake must not look like an outage.
          store = undefined;
          throw thrown;
        })),
    checks() {
      const opened = store;
      return [
        ...(audit === silentAudit ? [] : [{ name: 'audit', check: () => audit.check() }]),
        ...(opened === undefined
          ? []
          : [{ name: 'store', check: async () => (await opened).check() }]),
      ];
    },
    async close() {
      await http.close();
      // One that could not be opened was told to who asked for it.
      await (await store?.catch(() => undefined))?.close();
    },
  };
}

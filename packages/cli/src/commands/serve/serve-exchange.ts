import type { Signals } from '../../catch-signals.ts';
import type { WorkerTeller } from './be-worker.ts';
import { startService } from './exchange-service.ts';
import type { Follower } from './follow-config.ts';
import { reloadService } from './reload-service.ts';
import { serveUntilStopped } from './serve-until-stopped.ts';
import { readyFields, type StartReaders } from './start-messages.ts';
import type { Teller } from './tell-itself.ts';

/** What an exchange is served with. */
export interface ServeOptions {
  readonly follower: Follower;
  readonly signals: Signals;
  readonly readers: StartReaders;
  readonly teller: Teller | WorkerTeller;
  /** How many processes serve it, where it is not this one alone. */
  readonly workers: number | undefined;
}

/**
 * Serves the exchange in this process until it is told to stop.
 *
 * @throws {DrawbridgeError} of kind `configuration`
 */
export async function serveExchange({
  follower,
  signals,
  readers: { terminal, log },
  teller,
  workers,
}: ServeOptions): Promise<void> {
  const askedBy = 'answerWith' in teller ? teller.answerWith : undefined;
  const served = { follower, signals, terminal, log, teller, askedBy };
  await serveUntilStopped(served, {
    start: (config, runtime) => startService(config, runtime, teller),
    ready({ section, listeners, current }) {
      teller.ready(readyFields(section, listeners.urls, workers));
      void current.current?.warm();
    },
    reload: reloadService,
  });
}

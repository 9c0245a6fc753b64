import cluster from 'node:cluster';
import { configError, type WriteLine } from '@drawbridge/core';
import { serveMetrics } from '@drawbridge/node';
import {
  figuresOfAll,
  readinessOfAll,
  startWorkers,
  type Workers,
  WorkersFailed,
} from '@drawbridge/node/workers';
import type { Signals } from '../../catch-signals.ts';
import type { Config } from '../../context.ts';
import { kindOfExit } from '../../exit-codes.ts';
import { ToldError } from '../../told-error.ts';
import { sectionOf, stopTerms } from './section-of.ts';
import type { StartReaders } from './start-messages.ts';
import { tellItself } from './tell-itself.ts';

/** What workers are run with. */
export interface RunWorkersOptions {
  readonly config: Config;
  readonly count: number;
  readonly signals: Signals;
  readonly readers: StartReaders;
  /** Where the lines of all processes go. */
  readonly write: WriteLine;
}

/**
 * Has workers serve the exchange until a signal ends it. This process watches over them, and serves nothing but the
 * figures of all.
 *
 * @throws {DrawbridgeError} of kind `configuration`
 * @throws {ToldError} where workers found a fault and told it, or cannot be kept running
 */
export async function runWorkers({
  config,
  count,
  signals,
  readers,
  write,
}: RunWorkersOptions): Promise<void> {
  requireOwnProcess(count);
  const { log } = readers;
  const teller = tellItself(sectionOf(config), readers);
  let workers: Workers | undefined;
  const served =
    config.metrics &&
    (await serveMetrics(config.metrics.listen, log, (own) => figuresOfAll(own, workers)));
  try {
    const started = startWorkers({
      count,
      log,
      write,
      onDeath: () => served?.metrics.count('drawbridge_worker_deaths_total', {}),
    });
    workers = started;
    const first = await Promise.race([started.ready, started.failed, signals.stop]);
    if (typeof first !== 'string') {
      teller.ready(first);
      served?.showHealth({ readiness: () => readinessOfAll(started) });
      signals.onReload(() => started.reload());
    }
    const signal = await Promise.race([signals.stop, started.failed]);
    const terms = stopTerms(sectionOf(config));
    teller.stopped(await started.stop(signal, terms, (now) => teller.stopping(signal, now)));
  } catch (thrown) {
    if (!(thrown instanceof WorkersFailed)) throw thrown;
    throw new ToldError(kindOfExit(thrown.exitCode), thrown);
  } finally {
    workers?.kill();
    await served?.close();
  }
}

/** Node decides before our code runs what the process is, and a worker of somebody's cluster can have none itself. */
function requireOwnProcess(count: number): void {
  if (cluster.isPrimary) return;
  throw configError([
    {
      path: 'exchange.workers',
      message:
        `makes ${count} processes, and this one is itself a worker of a cluster of Node (NODE_UNIQUE_ID was in its ` +
        'environment), as the cluster mode of pm2 makes them. Start it without, or set workers to 1',
    },
  ]);
}

import { dataFolder } from '@drawbridge/node';
import { openRuntime } from '../../open-runtime.ts';
import type { Signals } from '../../catch-signals.ts';
import type { WorkerTeller } from './be-worker.ts';
import { drain } from './drain.ts';
import { startService } from './exchange-service.ts';
import type { Follower } from './follow-config.ts';
import { reloadService } from './reload-service.ts';
import { sectionOf } from './section-of.ts';
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
  const { config } = follower.first;
  const data = dataFolder(config.data, terminal.env);
  const askedBy = 'answerWith' in teller ? teller.answerWith : undefined;
  const runtime = await openRuntime({ config, data, log, askedBy }, terminal);
  try {
    const service = await startService(config, runtime, teller);
    try {
      teller.ready(readyFields(sectionOf(config), service.listeners.urls, workers));
      void service.current.current?.warm();
      const follow = follower.follow({
        runtime,
        apply: (next) => reloadService(service, next, runtime),
      });
      signals.onReload(() => void follow.reload('SIGHUP'));
      await drain(service, signals, teller);
      await follow.close();
    } finally {
      await service.close();
    }
  } finally {
    await runtime.close();
  }
}

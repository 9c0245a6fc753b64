import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '@drawbridge/core';
import {
  type BuiltExchange,
  type ExchangeSection,
  type PreparedExchange,
  prepareExchange,
  SHUTDOWN_DEFAULTS,
} from '@drawbridge/exchange/node';
import {
  createHealth,
  createSwitch,
  dataFolder,
  type Health,
  listenAll,
  type ListenerSet,
  type OwnedRuntime,
  type ServerTls,
  type Switch,
} from '@drawbridge/node';
import type { StopTerms } from '@drawbridge/node/workers';
import type { Config } from '../../context.ts';
import { openRuntime, type ServiceRuntime } from '../../open-runtime.ts';
import type { Signals } from '../../catch-signals.ts';
import type { WorkerTeller } from './be-worker.ts';
import { describeChanges } from './describe-changes.ts';
import { noRule } from './exchange-flags.ts';
import { exchangeSites } from './exchange-sites.ts';
import type { Follower } from './follow-config.ts';
import { readyFields, type StartReaders } from './start-messages.ts';
import type { Teller } from './tell-itself.ts';
import { waitingSettings } from './waiting-settings.ts';

/** Its name, for metrics and settings. */
export const PART = 'exchange';

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
        apply: (next) => reload(service, next, runtime),
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

/** An exchange that listens. */
interface ExchangeService {
  readonly current: Switch<BuiltExchange>;
  readonly listeners: ListenerSet;
  readonly health: Health;
  /** The configuration that it was started with: what a reload cannot change is as it is there. */
  readonly started: Config;
  /** The section that is in force. */
  section: ExchangeSection;
  close(): Promise<void>;
}

/** @throws {DrawbridgeError} `usage_invalid`, where there is none */
export function sectionOf({ exchange }: Config): ExchangeSection {
  if (exchange === undefined) throw noRule();
  return exchange;
}

async function startService(
  config: Config,
  runtime: ServiceRuntime,
  teller: Teller,
): Promise<ExchangeService> {
  const { log, metrics } = runtime;
  const section = sectionOf(config);
  const prepared = await prepareExchange(section, runtime);
  const current = createSwitch<BuiltExchange>((thrown) =>
    log.error('an exchange that was replaced could not be closed', {
      detail: (thrown as Error).message,
    }),
  );
  const health = createHealth({
    part: PART,
    checks: () => [...(current.current?.checks ?? []), ...runtime.checks()],
    starting: true,
    log,
    metrics,
  });
  runtime.showHealth(health);
  try {
    // Before the first key is made: who cannot serve leaves nothing behind.
    const listeners = await listenAll(exchangeSites(section, prepared, current, health), runtime);
    const service: ExchangeService = {
      current,
      listeners,
      health,
      started: config,
      section,
      async close() {
        const started = performance.now();
        health.close();
        const patience = stopTerms(service.section).patience * 1000;
        const { unreachable } = teller;
        const { cutOff } = await listeners.close({ patience, unreachable });
        await current.close();
        teller.stopped({ cutOff, ms: performance.now() - started });
      },
    };
    try {
      current.replace(await prepared.open());
      health.started();
    } catch (thrown) {
      await listeners.close({ patience: 0 });
      throw thrown;
    }
    return service;
  } catch (thrown) {
    health.close();
    throw thrown;
  }
}

/** @returns what changed, in words */
async function reload(
  service: ExchangeService,
  config: Config,
  runtime: OwnedRuntime,
): Promise<string> {
  const { current, listeners, started } = service;
  const section = sectionOf(config);
  const prepared = await prepareExchange(section, runtime, current.current);
  const next = await prepared.open();
  try {
    renewTls(listeners, prepared, runtime.log);
  } catch (thrown) {
    await next.close();
    throw thrown;
  }
  const changes = describeChanges(service.section, section);
  current.replace(next);
  service.section = section;
  void next.warm();

  const waiting = waitingSettings(started, config);
  if (waiting.length > 0) {
    runtime.log.warn('settings wait for a restart', { settings: waiting.join(', ') });
  }
  return changes;
}

/** How long it takes to stop an exchange. */
export function stopTerms({ shutdown = {} }: ExchangeSection): StopTerms {
  const { delay = SHUTDOWN_DEFAULTS.delay, patience = SHUTDOWN_DEFAULTS.patience } = shutdown;
  return { delay, patience };
}

/** Waits for the signal to stop; from then on nothing new should come, and what comes is served for a while. */
async function drain(service: ExchangeService, signals: Signals, teller: Teller): Promise<void> {
  const signal = await signals.stop;
  service.health.drain();
  const terms = stopTerms(service.section);
  teller.stopping(signal, terms);
  await sleep(terms.delay * 1000);
}

function renewTls(listeners: ListenerSet, { tls, documentsTls }: PreparedExchange, log: Log): void {
  const renew = (name: string, fresh: ServerTls | undefined) => {
    if (fresh === undefined || !listeners.renewTls(name, fresh)) return;
    log.info('certificate renewed', { listener: name });
  };
  renew('exchange', tls);
  renew('documents', documentsTls);
}

import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '@drawbridge/core';
import {
  type BuiltExchange,
  type ExchangeSection,
  type PreparedExchange,
  prepareExchange,
  SHUTDOWN_DEFAULTS,
} from '@drawbridge/exchange/node';
import { createLineLog } from '@drawbridge/core';
import {
  type Closed,
  createHealth,
  createSwitch,
  dataFolder,
  gatherLines,
  type Health,
  listenAll,
  type ListenerSet,
  type OwnedRuntime,
  type ServerTls,
  type Switch,
} from '@drawbridge/node';
import type { FlagSetting } from '@drawbridge/node/config';
import type { Config, Context } from '../../context.ts';
import { openRuntime, type ServiceRuntime } from '../../open-runtime.ts';
import { catchSignals, type Signals } from '../../catch-signals.ts';
import { describeChanges } from './describe-changes.ts';
import { noRule, type Options } from './exchange-flags.ts';
import { exchangeSites } from './exchange-sites.ts';
import { type Follower, followConfig } from './follow-config.ts';
import { orTellLog, readyFields, type StartReaders, tellRules } from './start-messages.ts';
import { waitingSettings } from './waiting-settings.ts';

const PART = 'exchange';

/**
 * Runs the exchange until a signal ends it.
 *
 * @throws {DrawbridgeError} of kind `configuration`
 */
export async function runExchange(
  options: Options,
  flags: readonly FlagSetting[],
  context: Context,
): Promise<void> {
  const { terminal } = context;
  // Before anything else: a SIGHUP that comes while it starts would end it.
  const signals = catchSignals();
  try {
    const { file } = context.layers(options);
    const follower = await followConfig({
      part: PART,
      file,
      read: () => context.read(options, flags),
    });
    const { config } = follower.first;
    const log = createLineLog(gatherLines(terminal.stderr), config.log);
    const readers = { terminal, log, format: config.log?.format };
    await orTellLog(readers, () => serveUntilStopped(follower, signals, readers));
  } finally {
    signals.release();
  }
}

async function serveUntilStopped(
  follower: Follower,
  signals: Signals,
  readers: StartReaders,
): Promise<void> {
  const { terminal, log } = readers;
  const { config } = follower.first;
  const data = dataFolder(config.data, terminal.env);
  const runtime = await openRuntime({ config, data, log }, terminal);
  try {
    const service = await startService(config, runtime);
    try {
      tellRules(sectionOf(config).rules, readers);
      log.info('exchange ready', readyFields(sectionOf(config), service.listeners.urls));
      void service.current.current?.warm();
      const follow = follower.follow({
        runtime,
        apply: (next) => reload(service, next, runtime),
      });
      signals.onReload(() => void follow.reload('SIGHUP'));
      await drain(service, signals, log);
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

function sectionOf({ exchange }: Config): ExchangeSection {
  if (exchange === undefined) throw noRule();
  return exchange;
}

async function startService(config: Config, runtime: ServiceRuntime): Promise<ExchangeService> {
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
        const closed = await listeners.close({ patience: patienceOf(service.section) });
        await current.close();
        tellStopped(log, closed, performance.now() - started);
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

function patienceOf({ shutdown = {} }: ExchangeSection): number {
  return (shutdown.patience ?? SHUTDOWN_DEFAULTS.patience) * 1000;
}

/** Waits for the signal to stop; from then on nothing new should come, and what comes is served for a while. */
async function drain(service: ExchangeService, signals: Signals, log: Log): Promise<void> {
  const signal = await signals.stop;
  service.health.drain();
  const { delay = SHUTDOWN_DEFAULTS.delay } = service.section.shutdown ?? {};
  log.info('exchange stopping', { signal, ...(delay > 0 && { delay }) });
  await sleep(delay * 1000);
}

/** @param took - milliseconds since no more calls were taken */
function tellStopped(log: Log, { cutOff }: Closed, took: number): void {
  const fields = { ms: Math.round(took), cutOff };
  if (cutOff > 0) log.warn('exchange stopped', fields);
  else log.info('exchange stopped', fields);
}

function renewTls(listeners: ListenerSet, { tls, documentsTls }: PreparedExchange, log: Log): void {
  const renew = (name: string, fresh: ServerTls | undefined) => {
    if (fresh === undefined || !listeners.renewTls(name, fresh)) return;
    log.info('certificate renewed', { listener: name });
  };
  renew('exchange', tls);
  renew('documents', documentsTls);
}

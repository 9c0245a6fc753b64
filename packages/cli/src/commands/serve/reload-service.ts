import type { Log } from '@drawbridge/core';
import { type PreparedExchange, prepareExchange } from '@drawbridge/exchange/node';
import type { ListenerSet, OwnedRuntime, ServerTls } from '@drawbridge/node';
import type { Config } from '../../context.ts';
import { describeChanges } from './describe-changes.ts';
import type { ExchangeService } from './exchange-service.ts';
import { sectionOf } from './section-of.ts';
import { waitingSettings } from './waiting-settings.ts';

/**
 * Puts another configuration in force, as far as that goes without a restart. Where it cannot be, all stays as it was.
 *
 * @returns what changed, in words
 * @throws {DrawbridgeError} of kind `configuration`
 */
export async function reloadService(
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

function renewTls(listeners: ListenerSet, { tls, documentsTls }: PreparedExchange, log: Log): void {
  const renew = (name: string, fresh: ServerTls | undefined) => {
    if (fresh === undefined || !listeners.renewTls(name, fresh)) return;
    log.info('certificate renewed', { listener: name });
  };
  renew('exchange', tls);
  renew('documents', documentsTls);
}

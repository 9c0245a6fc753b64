import { prepareExchange } from '@drawbridge/exchange/node';
import type { OwnedRuntime } from '@drawbridge/node';
import type { Config } from '../../context.ts';
import { describeChanges } from './describe-changes.ts';
import type { ExchangeService } from './exchange-service.ts';
import { renewTls } from './renew-tls.ts';
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
  const { tls, documentsTls } = prepared;
  const next = await prepared.open();
  try {
    renewTls(listeners, { exchange: tls, documents: documentsTls }, runtime.log);
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

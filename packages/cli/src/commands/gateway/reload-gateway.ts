import { prepareGateway } from '@drawbridge/gateway/node';
import type { OwnedRuntime } from '@drawbridge/node';
import type { Config } from '../../context.ts';
import { describeGatewayChanges } from '../serve/describe-changes.ts';
import { renewTls } from '../serve/renew-tls.ts';
import { waitingSettings } from '../serve/waiting-settings.ts';
import { gatewaySectionOf } from './gateway-section-of.ts';
import { type GatewayService, PART } from './gateway-service.ts';

/**
 * Puts another configuration in force, as far as that goes without a restart. Where it cannot be, all stays as it was.
 *
 * @returns what changed, in words
 * @throws {DrawbridgeError} of kind `configuration`
 */
export async function reloadGateway(
  service: GatewayService,
  config: Config,
  runtime: OwnedRuntime,
): Promise<string> {
  const { current, listeners, started } = service;
  const section = gatewaySectionOf(config);
  const prepared = await prepareGateway(section, runtime, current.current);
  const next = await prepared.open();
  try {
    renewTls(listeners, { [PART]: prepared.tls }, runtime.log);
  } catch (thrown) {
    await next.close();
    throw thrown;
  }
  const changes = describeGatewayChanges(service.section, section);
  current.replace(next);
  service.section = section;
  const waiting = waitingSettings(started, config, PART);
  if (waiting.length > 0) {
    runtime.log.warn('settings wait for a restart', { settings: waiting.join(', ') });
  }
  return changes;
}

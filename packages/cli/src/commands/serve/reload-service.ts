import { prepareExchange } from '@drawbridge/exchange/node';
import type { OwnedRuntime } from '@drawbridge/node';
import type { Config } from '../../context.ts';
import { describeChanges } from './describe-changes.ts';
import { type ExchangeService, PART } from './exchange-service.ts';
import { reloadPart } from './reload-part.ts';
import { sectionOf } from './section-of.ts';

/**
 * Has an exchange go by another configuration: see `reloadPart`.
 *
 * @throws {DrawbridgeError} of kind `configuration`
 */
export async function reloadService(
  service: ExchangeService,
  config: Config,
  runtime: OwnedRuntime,
): Promise<string> {
  const section = sectionOf(config);
  const prepared = await prepareExchange(section, runtime, service.current.current);
  const tls = { [PART]: prepared.tls, documents: prepared.documentsTls };
  const changes = await reloadPart(
    service,
    { part: PART, section, prepared, tls, describeChanges },
    config,
    runtime,
  );
  void service.current.current?.warm();
  return changes;
}

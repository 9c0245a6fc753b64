import { prepareGateway } from '@drawbridge/gateway/node';
import type { OwnedRuntime } from '@drawbridge/node';
import type { Config } from '../../context.ts';
import { describeGatewayChanges as describeChanges } from '../serve/describe-changes.ts';
import { reloadPart } from '../serve/reload-part.ts';
import { gatewaySectionOf } from './gateway-section-of.ts';
import { type GatewayService, PART } from './gateway-service.ts';

/**
 * Has a gateway go by another configuration: see `reloadPart`.
 *
 * @throws {DrawbridgeError} of kind `configuration`
 */
export async function reloadGateway(
  service: GatewayService,
  config: Config,
  runtime: OwnedRuntime,
): Promise<string> {
  const section = gatewaySectionOf(config);
  const prepared = await prepareGateway(section, runtime, service.current.current);
  const tls = { [PART]: prepared.tls };
  return reloadPart(
    service,
    { part: PART, section, prepared, tls, describeChanges },
    config,
    runtime,
  );
}

import type { Gateway } from '@drawbridge/gateway';
import { DEFAULT_LISTEN, type GatewaySection, prepareGateway } from '@drawbridge/gateway/node';
import { parseListenAddress, withHealth } from '@drawbridge/node';
import type { Config } from '../../context.ts';
import type { ServiceRuntime } from '../../open-runtime.ts';
import { type PartService, startPart } from '../serve/part-service.ts';
import type { Teller } from '../serve/tell-itself.ts';
import { gatewaySectionOf } from './gateway-section-of.ts';

/** Its name, for metrics, settings and its listener. */
export const PART = 'gateway';

/** A gateway that listens. */
export type GatewayService = PartService<Gateway, GatewaySection>;

/**
 * Starts a gateway: it listens when this resolves, and is open.
 *
 * @throws {DrawbridgeError} of kind `configuration`
 */
export async function startGateway(
  config: Config,
  runtime: ServiceRuntime,
  teller: Pick<Teller, 'stopped'>,
): Promise<GatewayService> {
  const section = gatewaySectionOf(config);
  const prepared = await prepareGateway(section, runtime);
  const { tls } = prepared;
  return startPart({
    part: PART,
    config,
    section,
    runtime,
    teller,
    sites: (current, health) => [
      {
        name: PART,
        service: withHealth(current.face(), health, () => current.current?.probes ?? {}),
        address: parseListenAddress(section.listen ?? DEFAULT_LISTEN),
        options: tls === undefined ? {} : { tls },
        setting: '--listen or gateway.listen',
      },
    ],
    open: () => prepared.open(),
  });
}

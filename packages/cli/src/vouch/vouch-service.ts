import type { Service } from '@drawbridge/core';
import { type KeptSecrets, openVouchGateway, type VouchConfig } from '@drawbridge/gateway/node';
import { withHealth } from '@drawbridge/node';
import type { Config } from '../context.ts';
import type { ServiceRuntime } from '../open-runtime.ts';
import { type PartService, type ServedSection, startPart } from '../commands/serve/part-service.ts';
import type { Teller } from '../commands/serve/tell-itself.ts';

/** Its name, for metrics and its listener: it is a gateway, whatever it is configured by. */
export const PART = 'gateway';

/** What stands in the place of a section. */
interface VouchSection extends ServedSection {
  /** In force. */
  readonly vouch: VouchConfig;
  /** That the process was started with: what a reload cannot change is as it is there. */
  readonly started: VouchConfig;
}

/** A gateway in the place of a Vouch Proxy that listens. */
export type VouchService = PartService<Service, VouchSection>;

/** What it is started with. */
export interface VouchStart {
  /** What all parts share. */
  readonly config: Config;
  readonly vouch: VouchConfig;
  readonly runtime: ServiceRuntime;
  readonly teller: Pick<Teller, 'stopped'>;
  readonly kept: KeptSecrets;
}

/**
 * Starts a gateway in the place of a Vouch Proxy: it listens when this resolves, and is open.
 *
 * @throws {DrawbridgeError} of kind `configuration`
 */
export async function startVouch({
  config,
  vouch,
  runtime,
  teller,
  kept,
}: VouchStart): Promise<VouchService> {
  const { place, timeouts, tls } = vouch;
  return startPart<Service, VouchSection>({
    part: PART,
    config,
    section: { vouch, started: vouch },
    runtime,
    teller,
    sites: (current, health) => [
      {
        name: PART,
        service: withHealth(current.face(), health),
        address: place,
        options: {
          ...(tls !== undefined && { tls }),
          keepAlive: timeouts.idle * 1000,
          limits: {
            head: timeouts.read * 1000,
            whole: timeouts.read * 1000,
            reply: timeouts.write * 1000,
          },
        },
        setting: '--listen, or vouch.listen and vouch.port',
      },
    ],
    open: () => openVouchGateway(vouch, runtime, kept),
  });
}

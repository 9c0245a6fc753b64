import type { Gateway } from '@drawbridge/gateway';
import { DEFAULT_LISTEN, type GatewaySection, prepareGateway } from '@drawbridge/gateway/node';
import {
  createHealth,
  createSwitch,
  type Health,
  listen,
  type Listener,
  parseListenAddress,
  type Switch,
  withHealth,
} from '@drawbridge/node';
import type { Config } from '../../context.ts';
import type { ServiceRuntime } from '../../open-runtime.ts';
import { stopTerms } from '../serve/section-of.ts';
import { gatewaySectionOf } from './gateway-section-of.ts';

/** Its name, for metrics and settings. */
export const PART = 'gateway';

/** A gateway that listens. */
export interface GatewayService {
  readonly current: Switch<Gateway>;
  readonly listener: Listener;
  readonly health: Health;
  /** The configuration that it was started with: what a reload cannot change is as it is there. */
  readonly started: Config;
  /** The section that is in force. */
  section: GatewaySection;
  close(): Promise<void>;
}

/**
 * Starts a gateway: it listens when this resolves, and is open.
 *
 * @throws {DrawbridgeError} of kind `configuration`
 */
export async function startGateway(
  config: Config,
  runtime: ServiceRuntime,
): Promise<GatewayService> {
  const { log, metrics } = runtime;
  const section = gatewaySectionOf(config);
  const prepared = await prepareGateway(section, runtime);
  const current = createSwitch<Gateway>((thrown) =>
    log.error('a gateway that was replaced could not be closed', {
      detail: (thrown as Error).message,
    }),
  );
  const checks = () => runtime.checks();
  const health = createHealth({ part: PART, checks, starting: true, log, metrics });
  runtime.showHealth(health);
  try {
    const { tls } = prepared;
    // Before the first key is made: who cannot serve leaves nothing behind.
    const listener = await listen(
      withHealth(current.face(), health, () => current.current?.probes ?? {}),
      parseListenAddress(section.listen ?? DEFAULT_LISTEN),
      log,
      { setting: '--listen or gateway.listen', ...(tls !== undefined && { tls }) },
    );
    const service: GatewayService = {
      current,
      listener,
      health,
      started: config,
      section,
      async close() {
        const started = performance.now();
        health.close();
        const patience = stopTerms(service.section).patience * 1000;
        const { cutOff } = await listener.close({ patience });
        await current.close();
        const fields = { ms: Math.round(performance.now() - started), cutOff };
        if (cutOff > 0) log.warn('gateway stopped', fields);
        else log.info('gateway stopped', fields);
      },
    };
    try {
      current.replace(await prepared.open());
      health.started();
    } catch (thrown) {
      await listener.close({ patience: 0 });
      throw thrown;
    }
    return service;
  } catch (thrown) {
    health.close();
    throw thrown;
  }
}

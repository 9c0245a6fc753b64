import type { GatewaySection } from '@drawbridge/gateway/node';
import type { Config } from '../../context.ts';
import { usage } from '../keys/key-options.ts';

/** @throws {DrawbridgeError} `usage_invalid`, where there is none */
export function gatewaySectionOf({ gateway }: Config): GatewaySection {
  if (gateway !== undefined) return gateway;
  throw usage(
    'the configuration has no section gateway, which says its address, the hosts of apps, who signs in and who may what',
    'Give by --config FILE a file that has one. The config.yml of a Vouch Proxy is served by drawbridge serve gateway --vouch-config FILE.',
  );
}

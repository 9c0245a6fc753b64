import {
  type Audit,
  type Clock,
  createDefaultEngine,
  type Engine,
  type Log,
  type Metrics,
  requireCount,
  type Sealer,
  silentAudit,
  silentLog,
  silentMetrics,
  type Store,
  systemClock,
} from '@drawbridge/core';
import type { VouchCodec } from '@drawbridge/oauth';
import { type ManagedDomains, managedDomains } from './managed-domains.ts';
import type { VouchGatewayOptions } from './vouch-gateway-options.ts';
import type { VouchProvider } from './vouch-provider.ts';
import type { VouchSettings } from './vouch-settings.ts';

/** What all paths of a gateway in the place of a Vouch Proxy share. */
export interface VouchContext {
  readonly settings: VouchSettings;
  readonly managed: ManagedDomains;
  readonly codec: VouchCodec;
  readonly provider: VouchProvider | undefined;
  readonly sealer: Sealer;
  readonly gorillaKey: string | undefined;
  readonly store: Store;
  readonly seen: number;
  readonly engine: Engine;
  readonly clock: Clock;
  readonly log: Log;
  readonly audit: Audit;
  readonly metrics: Metrics;
}

/** Makes a {@link VouchContext} of the options. @throws {TypeError} for a number of places that is none */
export function createVouchContext(options: VouchGatewayOptions): VouchContext {
  const { settings, codec, provider, sealer, gorillaKey, store } = options;
  return {
    settings,
    managed: managedDomains(settings),
    codec,
    provider,
    sealer,
    gorillaKey,
    store,
    seen: requireCount(options.seen ?? 10_000, 'seen'),
    engine: options.engine ?? createDefaultEngine(),
    clock: options.clock ?? systemClock,
    log: options.log ?? silentLog,
    audit: options.audit ?? silentAudit,
    metrics: options.metrics ?? silentMetrics,
  };
}

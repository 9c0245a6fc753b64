import type { Service } from '@drawbridge/core';
import { createNodeSealer, type Runtime } from '@drawbridge/node';
import { createVouchCodec, type VouchCodec } from '@drawbridge/oauth';
import { createVouchGateway } from '../../vouch/create-vouch-gateway.ts';
import { createVouchProvider } from '../../vouch/providers/create-vouch-provider.ts';
import type { KeptSecrets } from './signing/kept-secrets.ts';
import type { VouchConfig } from './vouch-config.ts';

/** What a gateway in the place of a Vouch Proxy runs with. */
export interface VouchRuntime
  extends Pick<Runtime, 'clock' | 'engine' | 'http' | 'log' | 'audit' | 'metrics' | 'store'> {
  /** What reads and writes its cookie, where that is open already. Default: {@link openVouchCodec}. */
  readonly codec?: VouchCodec;
}

/**
 * Opens a gateway in the place of a Vouch Proxy: its secret, which is made where there is none, its store and its provider.
 *
 * @param kept - of the process: what it made goes on when its configuration is read anew
 * @throws {DrawbridgeError} of kind `configuration`
 */
export async function openVouchGateway(
  { settings, signing, sessionKey }: VouchConfig,
  { clock, engine, http, log, audit, metrics, store, codec }: VouchRuntime,
  kept: KeptSecrets,
): Promise<Service> {
  const { oauth, teamWhitelist } = settings;
  return createVouchGateway({
    settings,
    codec: codec ?? (await openVouchCodec(signing, { clock, log }, kept)),
    provider:
      oauth &&
      createVouchProvider(oauth, {
        fetchDocument: http.fetchDocument,
        fetch: http.tokens(),
        clock,
        log,
        teamWhitelist,
      }),
    sealer: createNodeSealer([kept.sealingSecret(sessionKey)], { purpose: 'vouch' }),
    gorillaKey: sessionKey,
    store: await store(),
    engine,
    clock,
    log,
    audit,
    metrics,
  });
}

/**
 * Opens what reads and writes its cookie.
 *
 * @throws {DrawbridgeError} of kind `configuration`
 */
export async function openVouchCodec(
  signing: VouchConfig['signing'],
  { clock, log }: Pick<VouchRuntime, 'clock' | 'log'>,
  kept: KeptSecrets,
): Promise<VouchCodec> {
  const { algorithm, compress } = signing;
  return createVouchCodec({
    keys: await kept.signingKeys(signing, log),
    clock,
    ...(algorithm !== undefined && { algorithm }),
    ...(compress !== undefined && { compress }),
  });
}

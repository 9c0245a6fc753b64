import type { Service } from '@drawbridge/core';
import { createNodeSealer, type Runtime } from '@drawbridge/node';
import { createVouchCodec, type VouchCodec, type VouchKey } from '@drawbridge/oauth';
import { createInspector } from '../../inspector/create-inspector.ts';
import { createVouchGateway } from '../../vouch/create-vouch-gateway.ts';
import { hasEnded } from '../../vouch/ended-sessions.ts';
import { mountInspector } from '../../vouch/mount-inspector.ts';
import { createVouchProvider } from '../../vouch/providers/create-vouch-provider.ts';
import { createProviderVerifier } from '../../vouch/providers/provider-verifier.ts';
import type { KeptSecrets } from './signing/kept-secrets.ts';
import type { VouchConfig } from './vouch-config.ts';

/** What a gateway in the place of a Vouch Proxy runs with. */
export interface VouchRuntime
  extends Pick<Runtime, 'clock' | 'engine' | 'http' | 'log' | 'audit' | 'metrics' | 'store'> {
  /** What reads and writes its cookie, where that is open already. Default: {@link openVouchSigning}. */
  readonly opened?: VouchSigning;
}

/** What reads and writes a cookie of Vouch Proxy, and the keys that it does so with. */
export interface VouchSigning {
  readonly codec: VouchCodec;
  readonly vouchKeys: readonly VouchKey[];
}

/**
 * Opens a gateway in the place of a Vouch Proxy: its secret, which is made where there is none, its store and its provider.
 *
 * @param kept - of the process: what it made goes on when its configuration is read anew
 * @throws {DrawbridgeError} of kind `configuration`
 */
export async function openVouchGateway(
  { settings, signing, sessionKey, inspectorUrl }: VouchConfig,
  { clock, engine, http, log, audit, metrics, store, opened }: VouchRuntime,
  kept: KeptSecrets,
): Promise<Service> {
  const { oauth, teamWhitelist } = settings;
  const { codec, vouchKeys } = opened ?? (await openVouchSigning(signing, { clock, log }, kept));
  const sealer = createNodeSealer([kept.sealingSecret(sessionKey)], { purpose: 'vouch' });
  const sessions = await store();
  const inspector =
    inspectorUrl === undefined || oauth === undefined
      ? undefined
      : createInspector({
          serverUrl: inspectorUrl,
          cookieName: settings.cookie.name,
          codec,
          verifier: createProviderVerifier({
            oauth,
            fetchDocument: http.fetchDocument,
            clock,
            log,
          }),
          isRevoked: ({ session }) => hasEnded({ store: sessions, engine }, session),
          page: { vouchKeys, sealer },
          clock,
          log,
        });
  return createVouchGateway({
    settings,
    codec,
    provider:
      oauth &&
      createVouchProvider(oauth, {
        fetchDocument: http.fetchDocument,
        fetch: http.tokens(),
        clock,
        log,
        teamWhitelist,
      }),
    sealer,
    gorillaKey: sessionKey,
    store: sessions,
    engine,
    clock,
    log,
    audit,
    metrics,
    inspector: inspector && mountInspector(inspector, settings.documentRoot),
  });
}

/**
 * Opens what reads and writes its cookie. Its secret is made or read once, so what there is to be told of it is told once.
 *
 * @throws {DrawbridgeError} of kind `configuration`
 */
export async function openVouchSigning(
  signing: VouchConfig['signing'],
  { clock, log }: Pick<VouchRuntime, 'clock' | 'log'>,
  kept: KeptSecrets,
): Promise<VouchSigning> {
  const { algorithm, compress } = signing;
  const keys = await kept.signingKeys(signing, log);
  const codec = createVouchCodec({
    keys,
    clock,
    ...(algorithm !== undefined && { algorithm }),
    ...(compress !== undefined && { compress }),
  });
  return { codec, vouchKeys: keys };
}

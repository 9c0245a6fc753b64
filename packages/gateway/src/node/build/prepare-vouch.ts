import { configError, createAddressList, type Store } from '@drawbridge/core';
import { createNodeSealer, type Runtime } from '@drawbridge/node';
import { createSettingReader, type NamedFile } from '@drawbridge/node/config';
import { createIdTokenCheck } from '@drawbridge/oauth';
import { besideVouch, besideVouchFaults } from '../../compatibility/vouch/beside-vouch.ts';
import { createVouchAdopt } from '../../compatibility/vouch/create-vouch-adopt.ts';
import { createVouchBefore } from '../../compatibility/vouch/sign-in-before.ts';
import type { Gateway } from '../../create-gateway.ts';
import { createEndedCheck } from '../../inspector/ended-check.ts';
import type { VouchCookie } from '../../inspector/page/look-at-vouch.ts';
import { createAuthOrigin } from '../../hosts/auth-origin.ts';
import type { SignInBefore } from '../../logout/sign-in-before.ts';
import type { Adopt } from '../../sign-in/adopt.ts';
import type { GatewayProvider } from '../../sign-in/gateway-provider.ts';
import { hasEnded } from '../../vouch/ended-sessions.ts';
import { createProviderVerifier } from '../../vouch/providers/provider-verifier.ts';
import { createVouchContext } from '../../vouch/vouch-context.ts';
import type { GatewaySection } from '../section/gateway-section.ts';
import { openVouchGateway, openVouchSigning } from '../vouch/open-vouch-gateway.ts';
import type { Variables } from '../vouch/layers/read-vouch-variables.ts';
import { readVouchConfig, type VouchSources } from '../vouch/read-vouch-config.ts';
import type { KeptSecrets } from '../vouch/signing/kept-secrets.ts';
import { placesOfFile } from '../vouch/vouch-places.ts';
import { readerOf } from './reader-of.ts';
import { trustOf } from './trust-of.ts';

const AT = 'gateway.compatibility.vouch';

/**
 * The files that the Vouch Proxy of a section is configured by, beside the one that the section names: a change of one is a
 * reason to read all of them again.
 *
 * @throws {DrawbridgeError} `config_invalid`, with every fault of its configuration
 */
export async function vouchFilesOf(
  { compatibility }: Pick<GatewaySection, 'compatibility'>,
  env: Variables,
): Promise<readonly NamedFile[]> {
  const { vouch } = compatibility ?? {};
  if (vouch === undefined) return [];
  const { files } = await readVouchConfig(sourcesOf(vouch.config, env));
  return files.map((path) => ({ at: `${AT}.config`, path }));
}

/** What a gateway has of the Vouch Proxy whose people move to it. */
export interface OpenedVouch {
  readonly adopt: Adopt;
  readonly before: SignInBefore;
  /** What its cookie is looked at with, where that is shown to people. */
  readonly cookie: VouchCookie;
  /** Has Vouch mode answer beside a gateway. */
  beside(native: Gateway): Gateway;
}

/**
 * Reads the configuration of the Vouch Proxy of a section, and changes nothing.
 *
 * @param providers - those of the section
 * @param kept - of the process
 * @returns what opens it, by the store of the gateway; `undefined` for a section without one
 * @throws {DrawbridgeError} `config_invalid`, with every fault of it
 */
export async function prepareVouch(
  section: GatewaySection,
  runtime: Runtime,
  providers: readonly GatewayProvider[],
  kept: KeptSecrets,
): Promise<((store: Store) => Promise<OpenedVouch>) | undefined> {
  const { vouch, oauth2Proxy } = section.compatibility ?? {};
  if (vouch === undefined) return undefined;
  const { env, http, clock, log, audit, metrics, engine } = runtime;
  const config = await readVouchConfig(sourcesOf(vouch.config, env));
  const { settings, signing } = config;
  const { documentRoot, oauth } = settings;
  const auth = createAuthOrigin(section.url);
  const faults = besideVouchFaults(auth, documentRoot, oauth?.callbackUrls ?? []);
  if (faults.length > 0) {
    throw configError(faults.map((message) => ({ path: `${AT}.config`, message })));
  }
  const index = section.providers.findIndex(({ name }) => name === vouch.provider);
  const [own, provider] = [section.providers[index], providers[index]];
  // `findGatewayFaults` has said so before.
  if (own === undefined || provider === undefined) throw new TypeError('no such provider');
  const reader = createSettingReader(env);
  const ca = await trustOf(own.caFile, `gateway.providers[${index}]`, reader);
  reader.finish();
  const fetchDocument = http.documents(ca);

  return async (store) => {
    for (const { event, fields } of config.notes) log.warn(event, fields);
    const opened = await openVouchSigning(signing, { clock, log }, kept);
    const { codec, vouchKeys } = opened;
    const surroundings = {
      http,
      clock,
      engine,
      log,
      audit,
      metrics,
      store: async () => store,
      opened,
    };
    const service = await openVouchGateway(config, surroundings, kept);
    const context = createVouchContext({
      settings,
      codec,
      provider: undefined,
      sealer: createNodeSealer([kept.sealingSecret(config.sessionKey)], { purpose: 'vouch' }),
      store,
      engine,
      clock,
      log,
    });
    return {
      adopt: createVouchAdopt({
        context,
        auth,
        provider,
        reader: readerOf(own),
        checkOf: (found, leeway) =>
          createIdTokenCheck({
            provider: found,
            clientId: own.clientId,
            fetchDocument,
            leeway,
            clock,
          }),
      }),
      before: createVouchBefore(context),
      cookie: {
        cookieName: settings.cookie.name,
        vouchKeys,
        ...(oauth !== undefined && {
          verifier: createProviderVerifier({
            oauth,
            fetchDocument: http.fetchDocument,
            clock,
            log,
          }),
        }),
        isEnded: createEndedCheck({
          codec,
          isRevoked: ({ session }) => hasEnded({ store, engine }, session),
        }),
      },
      beside: (native) => ({
        ...native,
        handle: besideVouch({
          native,
          vouch: service,
          auth,
          documentRoot,
          nativePaths: oauth2Proxy === undefined ? [] : ['/oauth2/'],
          isProxy: createAddressList(section.trustedProxies ?? []),
        }),
        async close() {
          await native.close();
          await service.close();
        },
      }),
    };
  };
}

/** It listens nowhere of its own: the host is said because somebody has to. */
function sourcesOf(file: string, env: Variables): VouchSources {
  return { ...placesOfFile(file, env), env, host: '127.0.0.1' };
}

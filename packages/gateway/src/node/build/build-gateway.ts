import { configError, createCallerAddress } from '@drawbridge/core';
import type { Runtime, ServerTls } from '@drawbridge/node';
import { compileAccessRules } from '@drawbridge/rules';
import { createAccount } from '../../account/create-account.ts';
import { OAUTH2_PROXY_CALLBACK } from '../../compatibility/oauth2-proxy/routes.ts';
import { createGateway, type Gateway } from '../../create-gateway.ts';
import type { GatewayOptions } from '../../gateway-options.ts';
import { createAppHosts } from '../../hosts/app-hosts.ts';
import { createAuthOrigin } from '../../hosts/auth-origin.ts';
import { createLogout } from '../../logout/create-logout.ts';
import { createLogoutContext } from '../../logout/logout-context.ts';
import { createSignIn } from '../../sign-in/sign-in.ts';
import { createSessionPage, INSPECT_PATH } from '../../inspector/session/create-session-page.ts';
import { findGatewayFaults } from '../faults/find-gateway-faults.ts';
import type { GatewaySection } from '../section/gateway-section.ts';
import { identityFieldsOf } from '../section/identity-fields.ts';
import { createKeptSecrets, type KeptSecrets } from '../vouch/signing/kept-secrets.ts';
import { buildBearer } from './build-bearer.ts';
import { buildSessions } from './build-sessions.ts';
import { openIdentityRing } from './open-identity-ring.ts';
import { openSealer } from './open-sealer.ts';
import { prepareVouch } from './prepare-vouch.ts';
import { readReferences } from './read-references.ts';
import { warnOfChoices } from './warn-of-choices.ts';

/** A gateway of which all that its section refers to was read and found good. Nothing was changed by that. */
export interface PreparedGateway {
  /** What its listener needs to serve HTTPS, where the section asks for that. */
  readonly tls: ServerTls | undefined;
  /**
   * Opens the store and the keys, which are in `gateway/keys` and, without secrets of the section's own, `cookie-keys` of the
   * data folder.
   *
   * @throws {DrawbridgeError} of kind `configuration`
   */
  open(): Promise<Gateway>;
}

/** What a gateway made that goes on when it is built anew in the same process. */
const KEPT = new WeakMap<Gateway, KeptSecrets>();

/** What a gateway runs with, and who is told of its decisions. */
export type GatewayRuntime = Runtime & Pick<GatewayOptions, 'onAnswered'>;

/**
 * Builds a gateway from its section of the configuration.
 *
 * @param before - the gateway whose place it takes: keys that are lost from the data folder are not made anew then
 * @throws {DrawbridgeError} of kind `configuration`
 */
export async function buildGateway(
  section: GatewaySection,
  runtime: GatewayRuntime,
  before?: Gateway,
): Promise<Gateway> {
  return (await prepareGateway(section, runtime, before)).open();
}

/**
 * Does what can be done without changing anything.
 *
 * @throws {DrawbridgeError} `config_invalid`, with every fault of what the section refers to
 */
export async function prepareGateway(
  section: GatewaySection,
  runtime: GatewayRuntime,
  before?: Gateway,
): Promise<PreparedGateway> {
  const faults = await findGatewayFaults(section);
  if (faults.length > 0) throw configError(faults);
  const access = await compileAccessRules(section.rules, 'gateway.rules');
  const { tls, providers, bearer, cookieKeys } = await readReferences(section, runtime);
  const { trustedProxies = [], identity = {}, compatibility } = section;
  const auth = createAuthOrigin(section.url);
  const hosts = createAppHosts(section.hosts, auth);
  const { clock, log, audit, metrics, http, engine, data } = runtime;
  const kept = (before && KEPT.get(before)) ?? createKeptSecrets();
  const openVouch = await prepareVouch(section, runtime, providers, kept);

  async function open(): Promise<Gateway> {
    const closers: (() => unknown)[] = [];
    const close = async () => {
      for (const closer of closers.splice(0).reverse()) await closer();
    };
    try {
      const store = await runtime.store();
      const sealer = await openSealer(cookieKeys, section, { data, clock, log });
      const keys =
        identity.enabled === false
          ? undefined
          : await openIdentityRing(section, runtime, before === undefined);
      if (keys !== undefined) closers.push(() => keys.close());
      const surroundings = { store, sealer, clock, log };
      const built = buildSessions(section, { ...surroundings, auth, providers, engine });
      closers.push(() => built.close());
      const { sessions, longestCookie } = built;
      const vouch = await openVouch?.(store);
      const signIn = createSignIn({
        auth,
        hosts,
        providers,
        sessions,
        ...(compatibility?.oauth2Proxy !== undefined && { callbackPath: OAUTH2_PROXY_CALLBACK }),
        adopt: vouch?.adopt,
        ...surroundings,
        audit,
        addressOf: createCallerAddress({ proxies: trustedProxies }),
      });
      const leaving = createLogoutContext({
        auth,
        providers,
        sessions,
        before: vouch?.before,
        fetchDocument: http.fetchDocument,
        ...surroundings,
      });
      warnOfChoices(section, log);
      const fields = identityFieldsOf(section.headers);
      const inspector =
        section.inspector === true
          ? createSessionPage(leaving, {
              fields,
              hasIdentityToken: keys !== undefined,
              vouch: vouch?.cookie,
            })
          : undefined;
      const native = createGateway({
        auth,
        hosts,
        trustedProxies,
        access,
        sessions,
        longestCookie,
        identity: {
          fields,
          ...(keys !== undefined && { keyRing: keys.keyRing }),
          ...(identity.algorithm !== undefined && { algorithm: identity.algorithm }),
        },
        ...(bearer.length > 0 && { bearer: buildBearer(bearer, runtime, store) }),
        signIn,
        logout: createLogout(leaving),
        account: createAccount(leaving, { inspector: inspector && INSPECT_PATH }),
        inspector,
        ...(compatibility !== undefined && { compatibility }),
        clock,
        log,
        audit,
        metrics,
        onAnswered: runtime.onAnswered,
      });
      const gateway = vouch?.beside(native) ?? native;
      closers.push(() => gateway.close());
      const opened = { ...gateway, close };
      KEPT.set(opened, kept);
      return opened;
    } catch (thrown) {
      await close();
      throw thrown;
    }
  }
  return { tls, open };
}

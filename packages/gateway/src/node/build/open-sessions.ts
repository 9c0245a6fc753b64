import { type Store, toDrawbridgeError } from '@drawbridge/core';
import type { Runtime } from '@drawbridge/node';
import { createSettingReader } from '@drawbridge/node/config';
import { createAuthOrigin } from '../../hosts/auth-origin.ts';
import type { Sessions } from '../../session/sessions.ts';
import type { GatewayProvider } from '../../sign-in/gateway-provider.ts';
import type { GatewaySection } from '../section/gateway-section.ts';
import { buildSessions } from './build-sessions.ts';
import { openSealer, readCookieKeys } from './open-sealer.ts';
import { readProviders } from './read-providers.ts';

/** By what the sessions of a gateway are found, which may be serving in another process. */
export interface SessionsRuntime
  extends Pick<Runtime, 'data' | 'env' | 'engine' | 'clock' | 'log'> {
  /** That of the gateway. */
  readonly store: Store;
  /** The way to providers. Default: none is asked, and what sessions were renewed with lives on there. */
  readonly http?: Runtime['http'];
}

/**
 * Opens the sessions of a gateway for an operator, who sees those of a person and ends them. Providers are asked for nothing but to
 * revoke what sessions were renewed with. What keeps them from being asked, such as a secret that only the gateway has, keeps
 * nobody from ending sessions: the log is warned.
 *
 * @throws {DrawbridgeError} `config_invalid`, `data_unusable`
 */
export async function openSessions(
  section: GatewaySection,
  { store, env, http, ...runtime }: SessionsRuntime,
): Promise<Pick<Sessions, 'list' | 'endPerson'>> {
  const reader = createSettingReader(env);
  const cookieKeys = await readCookieKeys(section, reader);
  reader.finish();
  const sealer = await openSealer(cookieKeys, section, runtime);
  const providers = http === undefined ? [] : await providersOf(section, { ...runtime, http, env });
  const auth = createAuthOrigin(section.url);
  return buildSessions(section, { ...runtime, auth, store, sealer, providers }).sessions;
}

async function providersOf(
  section: GatewaySection,
  { env, log, ...runtime }: Pick<Runtime, 'env' | 'log' | 'http' | 'clock'>,
): Promise<readonly GatewayProvider[]> {
  try {
    const reader = createSettingReader(env);
    const providers = await readProviders(section, reader, runtime);
    reader.finish();
    return providers;
  } catch (thrown) {
    log.warn('refresh tokens not revoked', { detail: toDrawbridgeError(thrown).message });
    return [];
  }
}

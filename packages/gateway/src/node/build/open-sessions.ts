import type { Store } from '@drawbridge/core';
import type { Runtime } from '@drawbridge/node';
import { createSettingReader } from '@drawbridge/node/config';
import { createAuthOrigin } from '../../hosts/auth-origin.ts';
import type { Sessions } from '../../session/sessions.ts';
import type { GatewaySection } from '../section/gateway-section.ts';
import { buildSessions } from './build-sessions.ts';
import { openSealer, readCookieKeys } from './open-sealer.ts';

/** By what the sessions of a gateway are found, which may be serving in another process. */
export interface SessionsRuntime
  extends Pick<Runtime, 'data' | 'env' | 'engine' | 'clock' | 'log'> {
  /** That of the gateway. */
  readonly store: Store;
}

/**
 * Opens the sessions of a gateway for an operator, who sees those of a person and ends them. Providers are not asked.
 *
 * @throws {DrawbridgeError} `config_invalid`, `data_unusable`
 */
export async function openSessions(
  section: GatewaySection,
  { store, env, ...runtime }: SessionsRuntime,
): Promise<Pick<Sessions, 'list' | 'endPerson'>> {
  const reader = createSettingReader(env);
  const cookieKeys = await readCookieKeys(section, reader);
  reader.finish();
  const sealer = await openSealer(cookieKeys, section, runtime);
  const auth = createAuthOrigin(section.url);
  return buildSessions(section, { ...runtime, auth, store, sealer, providers: [] }).sessions;
}

import type { Sealer } from '@drawbridge/core';
import { createNodeSealer, openCookieKeys, type Runtime } from '@drawbridge/node';
import type { SettingReader } from '@drawbridge/node/config';
import type { GatewaySection } from '../section/gateway-section.ts';
import { SESSION_DEFAULTS } from '../section/session-schema.ts';

/** Bytes of a secret that seals, at least. */
const MIN_SECRET_BYTES = 32;

/**
 * Reads the secrets that a section seals with. What is wrong with them, the reader is told.
 *
 * @returns `undefined`: they are in the data folder
 */
export async function readCookieKeys(
  { cookieKeys }: Pick<GatewaySection, 'cookieKeys'>,
  reader: SettingReader,
): Promise<readonly string[] | undefined> {
  if (cookieKeys === undefined) return undefined;
  return Promise.all(
    cookieKeys.map(async (reference, index) => {
      const at = `gateway.cookieKeys[${index}]`;
      const secret = await reader.secret(reference, at);
      if (secret !== '' && Buffer.byteLength(secret) < MIN_SECRET_BYTES) {
        reader.fault(at, `has less than ${MIN_SECRET_BYTES} bytes: take openssl rand -base64 32`);
      }
      return secret;
    }),
  );
}

/**
 * Opens what cookies, and what is kept of sessions, are sealed with.
 *
 * @param cookieKeys - as {@link readCookieKeys} gave them
 * @throws {DrawbridgeError} `data_unusable`
 */
export async function openSealer(
  cookieKeys: readonly string[] | undefined,
  { session = {} }: Pick<GatewaySection, 'session'>,
  { data, clock, log }: Pick<Runtime, 'data' | 'clock' | 'log'>,
): Promise<Sealer> {
  if (cookieKeys !== undefined) return createNodeSealer(cookieKeys, { purpose: 'cookies' });
  const { lifetime = SESSION_DEFAULTS.lifetime } = session;
  return openCookieKeys({ folder: data, lifetime, clock, log });
}

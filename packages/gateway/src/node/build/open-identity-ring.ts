import { join } from 'node:path';
import { DrawbridgeError, type KeyRing } from '@drawbridge/core';
import { ensureKeys, keepKeys, openKeyRing, type Runtime } from '@drawbridge/node';
import type { GatewaySection } from '../section/gateway-section.ts';
import { DEFAULT_IDENTITY_ALGORITHM } from '../section/headers-schema.ts';

/** Seconds that a key signs before another takes its place. */
const ROTATE_EVERY = 30 * 86_400;

/** Keys of the identity JWT. */
export interface OpenIdentityRing {
  readonly keyRing: KeyRing;
  close(): void;
}

/**
 * Opens the keys that sign who somebody is, which are in `gateway/keys` below the data folder and are replaced every thirty
 * days.
 *
 * @param mayFound - see `ensureKeys`
 * @throws {DrawbridgeError} of kind `configuration`
 */
export async function openIdentityRing(
  { url: issuer, identity = {} }: Pick<GatewaySection, 'url' | 'identity'>,
  { data, clock, log, metrics, engine }: Runtime,
  mayFound: boolean,
): Promise<OpenIdentityRing> {
  const folder = join(data, 'gateway', 'keys');
  const keys = {
    algorithms: [identity.algorithm ?? DEFAULT_IDENTITY_ALGORITHM],
    rotateEvery: ROTATE_EVERY,
  };
  for (const { kid, alg } of await ensureKeys(folder, { issuer, keys }, clock, mayFound)) {
    log.info('signing key made', { kid, alg, folder });
  }
  const keyRing = await openKeyRing({ folder, issuer, engine, clock, log });
  if (!mayFound && keyRing.publicKeys().length === 0) {
    keyRing.close();
    throw new DrawbridgeError('key_ring_unusable', {
      detail: `the keys that sign who somebody is were in ${folder}, and are not there any more`,
      hint: 'See that the data folder is mounted. The gateway that runs has them still; one that is started anew makes others.',
    });
  }
  const stop = keepKeys({ folder, issuer, keys, clock, log, metrics, keyRing });
  return {
    keyRing,
    close() {
      stop();
      keyRing.close();
    },
  };
}

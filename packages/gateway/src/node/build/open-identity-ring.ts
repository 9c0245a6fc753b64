import { join } from 'node:path';
import { DrawbridgeError, type KeyRing } from '@drawbridge/core';
import { ensureKeys, keepKeys, openKeyRing, readManifest, type Runtime } from '@drawbridge/node';
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
  await requireOwnRing(folder, issuer);
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

/**
 * As `requireIssuer` refuses it, which speaks of an issuer that others trust by its keys. Nobody but apps trusts these, and what
 * is signed with them lasts five minutes: a gateway at a new address makes new ones.
 */
async function requireOwnRing(folder: string, issuer: string): Promise<void> {
  const { manifest } = await readManifest(folder);
  if (manifest.issuer === undefined || manifest.issuer === issuer) return;
  throw new DrawbridgeError('key_ring_unusable', {
    detail: `the keys in ${folder} are those of a gateway at ${manifest.issuer}, and gateway.url is ${issuer}`,
    hint: 'Give each gateway a data folder of its own (--data). If it is the same gateway and its address has changed, move this folder away: it makes new keys at the start, and apps that verify X-Drawbridge-Identity are to expect the new address.',
  });
}

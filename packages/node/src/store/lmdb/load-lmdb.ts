import { DrawbridgeError } from '@drawbridge/core';
import type { Lmdb } from './open-environment.ts';

/** @throws {DrawbridgeError} `config_invalid` when the package is not there, or not for this machine */
export async function loadLmdb(load: () => Promise<Lmdb> = () => import('lmdb')): Promise<Lmdb> {
  try {
    return await load();
  } catch (cause) {
    const isMissing = (cause as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND';
    throw new DrawbridgeError('config_invalid', {
      detail: isMissing
        ? 'the store needs the package lmdb, which is not installed'
        : 'the store needs the package lmdb, which does not work on this machine',
      hint: 'Run `npm install lmdb` where Drawbridge is installed, or have the state elsewhere: `store: {driver: redis, url: …}`.',
      cause,
    });
  }
}

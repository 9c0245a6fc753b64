import { join } from 'node:path';
import { type Clock, createMemoryStore, type Log, type Store } from '@drawbridge/core';
import { readAuthorities } from '../certificates/read-authorities.ts';
import type { StoreSection } from '../config/sections/store-section.ts';
import { createSettingReader } from '../config/setting-reader.ts';
import { serverOf } from './redis/redis-url.ts';

/** What a store is opened with. */
export interface OpenStoreOptions {
  /** The data folder. */
  readonly data: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Where secrets may be. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Opens the store that is configured. Of the drivers only that one is loaded.
 *
 * @param section - the section `store`. Default: LMDB in the folder `store` of the data folder
 * @throws {DrawbridgeError} `config_invalid` or `data_unusable`
 */
export async function openStore(
  section: StoreSection | undefined,
  { data, clock, log, env }: OpenStoreOptions,
): Promise<Store> {
  if (section?.driver === 'memory') return createMemoryStore(clock);
  if (section?.driver !== 'redis') {
    const { openLmdbStore } = await import('./lmdb-store.ts');
    return openLmdbStore({ folder: section?.folder ?? join(data, 'store'), clock });
  }

  const { url, username, password, prefix, timeout, caFile } = section;
  const read = createSettingReader(env);
  const secret = password && (await read.secret(password, 'store.password'));
  const ca = caFile && (await readAuthorities(caFile, 'store.caFile', read));
  read.finish();

  const { openRedisStore } = await import('./redis-store.ts');
  const server = {
    ...serverOf(url),
    ...(username !== undefined && { username }),
    ...(secret !== undefined && { password: secret }),
    ...(ca !== undefined && { tls: { ca } }),
  };
  return openRedisStore({
    server,
    clock,
    log,
    ...(prefix !== undefined && { prefix }),
    ...(timeout !== undefined && { timeout: timeout * 1000 }),
  });
}

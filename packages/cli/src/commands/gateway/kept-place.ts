import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../../context.ts';
import { usage } from '../keys/key-options.ts';

/**
 * Requires that the sessions of the gateway are where another process finds them: to look in a folder that nobody keeps anything in
 * would be to say that somebody is signed out who is not.
 *
 * @param data - the data folder
 * @throws {DrawbridgeError} `usage_invalid`
 */
export async function requireKeptPlace(
  { store, gateway }: Pick<Config, 'store' | 'gateway'>,
  data: string,
): Promise<void> {
  if (store?.driver === 'memory') {
    throw usage(
      'store.driver is memory: what ends a session is in the memory of the gateway alone, which no other process reaches',
      'Keep a store (lmdb, or redis). Until then, keep the person out by a rule with deny: the gateway loads it at once.',
    );
  }
  const folders = [
    ...(store?.driver === 'redis' ? [] : [store?.folder ?? join(data, 'store')]),
    ...(gateway?.cookieKeys === undefined ? [join(data, 'cookie-keys')] : []),
  ];
  for (const folder of folders) {
    try {
      await access(folder);
    } catch (cause) {
      throw usage(
        `no gateway keeps its sessions here: ${folder} cannot be read (${(cause as NodeJS.ErrnoException).code})`,
        'Give --data, --config and the user of the gateway itself, on a machine where it runs.',
      );
    }
  }
}

import type { Log } from '@drawbridge/core';
import type { ListenerSet, ServerTls } from '@drawbridge/node';

/**
 * Serves with the certificates of a configuration that was read anew. Whether there is TLS at all waits for a restart.
 *
 * @param fresh - by the names of the listeners
 * @throws {DrawbridgeError} `config_invalid` for one that cannot be used
 */
export function renewTls(
  listeners: ListenerSet,
  fresh: Readonly<Record<string, ServerTls | undefined>>,
  log: Log,
): void {
  for (const [listener, tls] of Object.entries(fresh)) {
    if (tls !== undefined && listeners.renewTls(listener, tls)) {
      log.info('certificate renewed', { listener });
    }
  }
}

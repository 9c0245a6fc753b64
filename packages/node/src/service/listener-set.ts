import { isDeepStrictEqual } from 'node:util';
import type { Service } from '@drawbridge/core';
import type { Closed, CloseOptions } from '../listener/close-gently.ts';
import { type Listener, listen, listenAtSocket, type ListenOptions } from '../listener/listen.ts';
import type { SocketPlace } from '../listener/listen-at-path.ts';
import type { ListenAddress } from '../listener/listen-address.ts';
import type { ServerTls } from '../listener/tls.ts';
import type { Runtime } from '../runtime.ts';
import { watchTerms } from './watch-terms.ts';

/** What is served at one address. */
export interface Site {
  /** A word for it, such as `documents`. */
  readonly name: string;
  readonly service: Service;
  readonly address: ListenAddress | SocketPlace;
  readonly options?: Omit<ListenOptions, 'setting'>;
  /** Where the address comes from, for who must choose another: `exchange.documents.listen`. */
  readonly setting: string;
}

/** The listeners of a process. */
export interface ListenerSet {
  /** Where each site is, by its name, as it was bound. */
  readonly urls: ReadonlyMap<string, string>;
  /**
   * Has new connections to a site use other certificates; those that stand go on. A site that serves HTTP goes on
   * with that, since whether there is TLS at all is decided when it starts. The log is told when one has ended or
   * will soon, be it the same as before.
   *
   * @returns whether they are others than before
   * @throws {DrawbridgeError} `config_invalid` when they cannot be used; those of before are kept then
   */
  renewTls(name: string, tls: ServerTls): boolean;
  /** Closes all of them, side by side. What it took is told of all together. */
  close(options?: CloseOptions): Promise<Closed>;
}

/**
 * Listens for all sites, or for none: what was bound already is let go again when an address is taken. Watches when
 * their certificates end.
 *
 * @throws {DrawbridgeError} `address_unavailable`, with the setting to change
 */
export async function listenAll(
  sites: readonly Site[],
  runtime: Pick<Runtime, 'clock' | 'log' | 'metrics'>,
): Promise<ListenerSet> {
  const { log } = runtime;
  const terms = watchTerms(runtime);
  const listeners = new Map<string, Omit<Listener, 'address'>>();
  const inForce = new Map<string, ServerTls>();
  const closeAll = async (closing?: CloseOptions): Promise<Closed> => {
    terms.close();
    const all = await Promise.all([...listeners.values()].map((each) => each.close(closing)));
    return { cutOff: all.reduce((sum, { cutOff }) => sum + cutOff, 0) };
  };
  try {
    for (const { name, service, address, options, setting } of sites) {
      const all = { ...options, setting };
      const listener =
        'path' in address
          ? await listenAtSocket(service, address, log, all)
          : await listen(service, address, log, all);
      listeners.set(name, listener);
      if (options?.tls !== undefined) inForce.set(name, options.tls);
    }
    for (const [name, { certificate }] of inForce) terms.watch(name, certificate);
  } catch (thrown) {
    await closeAll({ patience: 0 });
    throw thrown;
  }
  return {
    urls: new Map([...listeners].map(([name, { url }]) => [name, url])),
    renewTls(name, tls) {
      const before = inForce.get(name);
      if (before === undefined) return false;
      const changed = !isDeepStrictEqual(tls, before);
      if (changed) listeners.get(name)?.renewTls(tls);
      inForce.set(name, tls);
      terms.watch(name, tls.certificate);
      return changed;
    },
    close: (options) => closeAll(options),
  };
}

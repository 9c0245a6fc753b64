import { isDeepStrictEqual } from 'node:util';
import { DrawbridgeError, type Log, type Service, toDrawbridgeError } from '@drawbridge/core';
import type { Closed, CloseOptions } from '../listener/close-gently.ts';
import { type Listener, listen, type ListenOptions } from '../listener/listen.ts';
import type { ListenAddress } from '../listener/listen-address.ts';
import type { ServerTls } from '../listener/tls.ts';

/** What is served at one address. */
export interface Site {
  /** A word for it, such as `documents`. */
  readonly name: string;
  readonly service: Service;
  readonly address: ListenAddress;
  readonly options?: ListenOptions;
  /** Where the address comes from, for who must choose another: `exchange.documents.listen`. */
  readonly setting: string;
}

/** The listeners of a process. */
export interface ListenerSet {
  /** Where each site is, by its name, as it was bound. */
  readonly urls: ReadonlyMap<string, string>;
  /**
   * Has new connections to a site use other certificates; those that stand go on. A site that serves HTTP goes on
   * with that, since whether there is TLS at all is decided when it starts.
   *
   * @returns whether they are others than before
   * @throws {DrawbridgeError} `config_invalid` when they cannot be used; those of before are kept then
   */
  renewTls(name: string, tls: ServerTls): boolean;
  /** Closes all of them, side by side. What it took is told of all together. */
  close(options?: CloseOptions): Promise<Closed>;
}

/**
 * Listens for all sites, or for none: what was bound already is let go again when an address is taken.
 *
 * @throws {DrawbridgeError} `address_unavailable`, with the setting to change
 */
export async function listenAll(sites: readonly Site[], log: Log): Promise<ListenerSet> {
  const listeners = new Map<string, Listener>();
  const inForce = new Map<string, ServerTls>();
  const closeAll = async (closing?: CloseOptions): Promise<Closed> => {
    const all = await Promise.all([...listeners.values()].map((each) => each.close(closing)));
    return { cutOff: all.reduce((sum, { cutOff }) => sum + cutOff, 0) };
  };
  try {
    for (const { name, service, address, options, setting } of sites) {
      const listener = await listen(service, address, log, options).catch((thrown: unknown) => {
        throw withSetting(thrown, setting);
      });
      listeners.set(name, listener);
      if (options?.tls !== undefined) inForce.set(name, options.tls);
    }
  } catch (thrown) {
    await closeAll({ patience: 0 });
    throw thrown;
  }
  return {
    urls: new Map([...listeners].map(([name, { url }]) => [name, url])),
    renewTls(name, tls) {
      const before = inForce.get(name);
      if (before === undefined || isDeepStrictEqual(tls, before)) return false;
      listeners.get(name)?.renewTls(tls);
      inForce.set(name, tls);
      return true;
    },
    close: (options) => closeAll(options),
  };
}

function withSetting(thrown: unknown, setting: string): unknown {
  const error = toDrawbridgeError(thrown);
  if (error.code !== 'address_unavailable') return thrown;
  return new DrawbridgeError('address_unavailable', {
    detail: error.message,
    hint: `Stop what listens there, or choose another address with ${setting}.`,
    cause: error.cause,
  });
}

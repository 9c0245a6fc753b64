import { DrawbridgeError, type Log, type Service, toDrawbridgeError } from '@drawbridge/core';
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
  /** Has new connections to a site use other certificates; those that are there go on. */
  renewTls(name: string, tls: ServerTls): void;
  /**
   * Closes all of them, side by side.
   *
   * @param patience - milliseconds after which calls under way are cut off
   */
  close(patience: number): Promise<void>;
}

/**
 * Listens for all sites, or for none: what was bound already is let go again when an address is taken.
 *
 * @throws {DrawbridgeError} `address_unavailable`, with the setting to change
 */
export async function listenAll(sites: readonly Site[], log: Log): Promise<ListenerSet> {
  const listeners = new Map<string, Listener>();
  try {
    for (const { name, service, address, options, setting } of sites) {
      const listener = await listen(service, address, log, options).catch((thrown: unknown) => {
        throw withSetting(thrown, setting);
      });
      listeners.set(name, listener);
    }
  } catch (thrown) {
    await Promise.all([...listeners.values()].map((listener) => listener.close({ patience: 0 })));
    throw thrown;
  }
  return {
    urls: new Map([...listeners].map(([name, { url }]) => [name, url])),
    renewTls: (name, tls) => listeners.get(name)?.renewTls(tls),
    async close(patience) {
      await Promise.all([...listeners.values()].map((listener) => listener.close({ patience })));
    },
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

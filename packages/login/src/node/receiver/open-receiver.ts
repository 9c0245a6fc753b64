import { DrawbridgeError, isSafeScheme, type Log, parseUrl, quote } from '@drawbridge/core';
import { addressUrl, listen, type Listener } from '@drawbridge/node';
import { createCallbackService } from './callback-service.ts';
import { listenOnFamilies } from './listen-on-families.ts';
import type { CallbackReceiver } from './receiver.ts';

/** Where the browser may come back to. */
export interface ReceiverOptions {
  /** As the provider knows it; `localhost` is listened for on both families. Default: `127.0.0.1` */
  readonly host?: '127.0.0.1' | '::1' | 'localhost';
  /** The first that is free is taken; 0 is any. Default: 6432 */
  readonly ports?: readonly number[];
  /** Default: that of `redirectUri`, else `/callback` */
  readonly path?: string;
  /**
   * Where the browser comes back to, if something else stands there and hands on what it gets: a proxy, or the port of
   * a container. The pages are at `/shown/` of the same host.
   */
  readonly redirectUri?: string;
}

/** Milliseconds that the browser has to fetch the last page. */
const LAST_PAGE = 1_000;
const CLOSING = { grace: 60, patience: 600 };

/**
 * Listens for the browser of one sign-in.
 *
 * @throws {DrawbridgeError} `address_unavailable`, with all that was tried; `sign_in_unavailable` for a redirect URI to
 *   which a code should not travel
 */
export async function openReceiver(options: ReceiverOptions, log: Log): Promise<CallbackReceiver> {
  const outside = options.redirectUri === undefined ? undefined : judgeUri(options.redirectUri);
  const { host = '127.0.0.1', ports = [6432], path = outside?.pathname ?? '/callback' } = options;
  const families = host === 'localhost' ? ['127.0.0.1', '::1'] : [host];
  let hosts: readonly string[] = [];
  let closing: Promise<void> | undefined;
  const service = createCallbackService(path, (name) => hosts.includes(name), log);

  async function close(listeners: readonly Listener[]): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, LAST_PAGE);
    });
    await Promise.race([service.shown(), late]);
    clearTimeout(timer);
    await Promise.all(listeners.map((listener) => listener.close(CLOSING)));
  }

  for (const wanted of ports) {
    const listeners = await listenOnFamilies(families, wanted, (address) =>
      listen(service, address, log),
    );
    const port = listeners?.[0]?.address.port;
    if (listeners === undefined || port === undefined) continue;
    hosts = ['127.0.0.1', '[::1]', 'localhost'].map((name) => `${name}:${port}`);
    if (outside !== undefined) hosts = [...hosts, outside.host];
    return {
      redirectUri: options.redirectUri ?? `${addressUrl({ host, port })}${path}`,
      receive: (judge, signal) => service.receive(judge, signal),
      close: () => (closing ??= close(listeners)),
    };
  }
  throw new DrawbridgeError('address_unavailable', {
    detail: `no browser can come back to ${host}: none of the ports ${ports.join(', ')} could be listened on`,
    hint: 'End what listens there; or choose others with --port, and register their redirect URIs with the provider; or sign in without a listener, with --device.',
  });
}

function judgeUri(text: string): URL {
  const url = parseUrl(text);
  if (url !== undefined && isSafeScheme(url) && url.search === '' && url.hash === '') return url;
  throw new DrawbridgeError('sign_in_unavailable', {
    detail: `the redirect URI ${quote(text)} is no https URL, nor http of this machine, without a query and a fragment`,
    hint: 'Give the one that is registered with the provider, such as http://127.0.0.1:6432/callback.',
  });
}

import { DrawbridgeError, type Log } from '@drawbridge/core';
import { addressUrl, listen, type Listener } from '@drawbridge/node';
import { createCallbackService } from './callback-service.ts';
import type { CallbackReceiver } from './receiver.ts';

/** Where the browser may come back to. */
export interface ReceiverOptions {
  /** As the provider knows it; `localhost` is listened for on both families. Default: `127.0.0.1` */
  readonly host?: '127.0.0.1' | '::1' | 'localhost';
  /** The first that is free is taken; 0 is any. Default: 6432 */
  readonly ports?: readonly number[];
  /** Default: `/callback` */
  readonly path?: string;
}

/** Milliseconds that the browser has to fetch the last page. */
const LAST_PAGE = 1_000;
const CLOSING = { grace: 60, patience: 600 };

/**
 * Listens for the browser of one sign-in.
 *
 * @throws {DrawbridgeError} `address_unavailable`, with all that was tried
 */
export async function openReceiver(options: ReceiverOptions, log: Log): Promise<CallbackReceiver> {
  const { host = '127.0.0.1', ports = [6432], path = '/callback' } = options;
  const families = host === 'localhost' ? ['127.0.0.1', '::1'] : [host];
  let hosts: readonly string[] = [];
  const service = createCallbackService(path, (name) => hosts.includes(name), log);

  async function listenAt(wanted: number): Promise<readonly Listener[] | undefined> {
    const listeners: Listener[] = [];
    let port = wanted;
    for (const family of families) {
      try {
        const listener = await listen(service, { host: family, port }, log);
        listeners.push(listener);
        ({ port } = listener.address);
      } catch (thrown) {
        // A machine without this family; whoever has the port there would be sent our answer.
        if (families.length > 1 && isWithout(thrown)) continue;
        await Promise.all(listeners.map((listener) => listener.close({ patience: 0 })));
        return undefined;
      }
    }
    return listeners.length > 0 ? listeners : undefined;
  }

  for (const wanted of ports) {
    const listeners = await listenAt(wanted);
    const port = listeners?.[0]?.address.port;
    if (listeners === undefined || port === undefined) continue;
    hosts = ['127.0.0.1', '[::1]', 'localhost'].map((name) => `${name}:${port}`);
    const uriOf = (at: number) => `${addressUrl({ host, port: at })}${path}`;
    return {
      redirectUri: uriOf(port),
      redirectUris: ports.map((each) => uriOf(each === 0 ? port : each)),
      receive: (judge, signal) => service.receive(judge, signal),
      async close() {
        let timer: NodeJS.Timeout | undefined;
        const late = new Promise<void>((resolve) => {
          timer = setTimeout(resolve, LAST_PAGE);
        });
        await Promise.race([service.shown(), late]);
        clearTimeout(timer);
        await Promise.all(listeners.map((listener) => listener.close(CLOSING)));
      },
    };
  }
  throw new DrawbridgeError('address_unavailable', {
    detail: `no browser can come back to ${host}: none of the ports ${ports.join(', ')} could be listened on`,
    hint: 'End what listens there; or choose others with --port, and register their redirect URIs with the provider; or sign in without a listener, with --device or --paste.',
  });
}

function isWithout(thrown: unknown): boolean {
  const { cause } = thrown as { readonly cause?: NodeJS.ErrnoException };
  return cause?.code === 'EADDRNOTAVAIL' || cause?.code === 'EAFNOSUPPORT';
}

import type { Listener } from '@drawbridge/node';

/**
 * Listens on one port of all addresses, or on none of them. On a machine that is without one of several families of
 * addresses, the others will do: nobody can be there in our place.
 *
 * @param port - 0 is any; the others take that of the first
 * @param listenAt - listens at one address, or throws an error whose cause is that of the system
 * @returns nothing where another has the port
 */
export async function listenOnFamilies(
  hosts: readonly string[],
  port: number,
  listenAt: (address: { host: string; port: number }) => Promise<Listener>,
): Promise<readonly Listener[] | undefined> {
  const listeners: Listener[] = [];
  for (const host of hosts) {
    try {
      listeners.push(await listenAt({ host, port: listeners[0]?.address.port ?? port }));
    } catch (thrown) {
      // Whoever has the port on one family would be sent our answer.
      if (hosts.length > 1 && isWithout(thrown)) continue;
      await Promise.all(listeners.map((listener) => listener.close({ patience: 0 })));
      return undefined;
    }
  }
  return listeners.length > 0 ? listeners : undefined;
}

/** Whether the machine has no such address at all. */
function isWithout(thrown: unknown): boolean {
  const { cause } = thrown as { readonly cause?: NodeJS.ErrnoException };
  return cause?.code === 'EADDRNOTAVAIL' || cause?.code === 'EAFNOSUPPORT';
}

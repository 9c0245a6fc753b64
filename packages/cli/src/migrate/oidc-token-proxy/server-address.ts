import type { ConfigFault } from '@drawbridge/core';
import { listenFault } from '@drawbridge/node';

/** Where the original listened, as far as one `exchange.listen` can say it. */
export interface ServerAddress {
  readonly listen?: string;
  readonly notes: readonly string[];
  readonly faults: readonly ConfigFault[];
}

/** What waitress takes where its section says nothing. */
const DEFAULT_HOST = '0.0.0.0';
const DEFAULT_PORT = '8080';

/**
 * Reads where waitress listens: `listen` with one or more addresses, or `host` and `port`.
 *
 * @param settings - of `[server:main]`; `undefined` where there is no such section
 */
export function serverAddress(settings: ReadonlyMap<string, string> | undefined): ServerAddress {
  if (settings === undefined) return { notes: [], faults: [] };
  const others = [...settings.keys()].filter(
    (name) => !['use', 'listen', 'host', 'port'].includes(name),
  );
  const notes =
    others.length === 0
      ? []
      : [`[server:main] ${others.join(', ')}: not carried over; they are settings of its server.`];
  const { listen } = Object.fromEntries(settings);
  const [first, ...more] = (listen ?? hostAndPort(settings)).split(/\s+/).filter(Boolean);
  if (first === undefined) {
    return { notes, faults: [{ path: '[server:main] listen', message: 'is empty' }] };
  }
  if (more.length > 0) {
    notes.push(
      `[server:main] listen: ${more.join(' and ')} not carried over, because the exchange listens ` +
        `on one address; ${first} is taken.`,
    );
  }
  const everywhere = first.startsWith('*');
  if (everywhere) {
    notes.push(
      `[server:main] listen: ${first} is written as every IPv4 address; write [::] in place of ` +
        '0.0.0.0 for IPv6 as well.',
    );
  }
  const address = withPort(everywhere ? first.replace('*', DEFAULT_HOST) : first);
  const message = listenFault(address);
  return message === undefined
    ? { listen: address, notes, faults: [] }
    : { notes, faults: [{ path: '[server:main] listen', message: `(${address}) ${message}` }] };
}

function hostAndPort(settings: ReadonlyMap<string, string>): string {
  const host = settings.get('host') || DEFAULT_HOST;
  const shown = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
  return `${shown}:${settings.get('port') || DEFAULT_PORT}`;
}

/** waitress takes an address without a port for one at its default port. */
function withPort(address: string): string {
  const bare = address.replace(/\[.*\]/, '');
  return bare.includes(':') ? address : `${address}:${DEFAULT_PORT}`;
}

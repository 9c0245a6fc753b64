import { BlockList, isIP } from 'node:net';
import { domainToASCII } from 'node:url';
import { familyName, type Host } from './host-of.ts';

/** Whether a host is reached without a proxy. */
export type NoProxy = (host: Host) => boolean;

const NETWORK = /^([^/]+)\/(\d{1,3})$/;
const HOST_AND_PORT = /^(\[[^\]]*\]|[^:[\]]+)(?::(\d{1,5}))?$/;
const DOMAIN = /^(\*?\.)?([\w-]+(?:\.[\w-]+)*)\.?$/;
/** A URL takes a host whose last label is a number for an IPv4 address: no name ends so. */
const NUMBER_LAST = /(?:^|\.)\d+$/;

/**
 * Reads an entry of `NO_PROXY`. It is one of
 *
 * - `*`: every host
 * - `10.0.0.0/8`, `fd00::/8`: the addresses of a network, where a URL has an address for its host;
 *   names are not resolved
 * - `10.1.2.3`, `fd00::1`, `[fd00::1]`: an address
 * - `bank.example`: this name and all below it; `.bank.example` or `*.bank.example`: those below it alone
 *
 * An address in brackets, an IPv4 address and a name may have a port behind them, `:8443`; then no
 * other port is meant.
 *
 * @returns `undefined` when it is none of them
 */
export function parseNoProxyEntry(entry: string): NoProxy | undefined {
  if (entry === '*') return () => true;
  const network = NETWORK.exec(entry);
  if (network !== null) return inNetwork(network[1] ?? '', Number(network[2]));
  if (isIP(entry) === 6) return inNetwork(entry, 128);
  const [, text = '', digits] = HOST_AND_PORT.exec(entry) ?? [];
  const port = digits === undefined ? undefined : Number(digits);
  if (port === 0 || (port !== undefined && port > 65_535)) return undefined;
  const matches = hasHost(text);
  if (matches === undefined || port === undefined) return matches;
  return (host) => host.port === port && matches(host);
}

/** Joins entries; what is no entry matches nothing. */
export function createNoProxy(entries: readonly string[]): NoProxy {
  const all = entries.flatMap((entry) => parseNoProxyEntry(entry) ?? []);
  return (host) => all.some((matches) => matches(host));
}

function hasHost(text: string): NoProxy | undefined {
  if (text.startsWith('['))
    return isIP(text.slice(1, -1)) === 6 ? inNetwork(text.slice(1, -1), 128) : undefined;
  if (isIP(text) === 4) return inNetwork(text, 32);
  const [, below, domain = ''] = DOMAIN.exec(toAscii(text)) ?? [];
  if (domain === '' || NUMBER_LAST.test(domain)) return undefined;
  return ({ name, family }) =>
    family === 0 && ((below === undefined && name === domain) || name.endsWith(`.${domain}`));
}

function inNetwork(address: string, prefix: number): NoProxy | undefined {
  const family = isIP(address);
  if ((family !== 4 && family !== 6) || address.includes('%')) return undefined;
  if (prefix > (family === 4 ? 32 : 128)) return undefined;
  const list = new BlockList();
  list.addSubnet(address, prefix, familyName(family));
  return (host) => host.family !== 0 && list.check(host.name, familyName(host.family));
}

/** As a URL has it: `bücher.example` is `xn--bcher-kva.example`. What is before the name stays. */
function toAscii(text: string): string {
  // The function takes a whole URL's worth of text, and drops what is behind the host.
  const [, before = '', name = ''] = /^(\*?\.)?([\p{L}\p{M}\p{N}._-]+)$/u.exec(text) ?? [];
  return before + domainToASCII(name);
}

import { hostAndAbove } from '@drawbridge/rules';

/** An entry of a list of hosts that can stand for the name of an entry before it, on another port. */
export interface SharedName {
  readonly index: number;
  /** The position of the first such entry. */
  readonly other: number;
}

/** Of a scheme, which browsers leave out. */
const USUAL_PORT = { http: ':80', https: ':443' };

/**
 * Finds what stands for one name on two ports. A cookie knows no port, also where its name begins with `__Host-` (RFC 6265
 * section 8.5): a browser sends that of one such app to the other, which can come back with it as that person.
 *
 * @param hosts - as `createAppHosts` takes them; `undefined` is passed over
 */
export function sharedNames(
  hosts: readonly (string | undefined)[],
  scheme: 'http' | 'https',
): readonly SharedName[] {
  const entries = hosts.map((host) => (host === undefined ? undefined : partsOf(host, scheme)));
  /** Of each name, as it is listed, the first position at each port. */
  const listed = new Map<string, Map<string, number>>();
  for (const [index, entry] of entries.entries()) {
    if (entry === undefined) continue;
    const ports = listed.get(entry.name) ?? new Map<string, number>();
    if (!ports.has(entry.port)) ports.set(entry.port, index);
    listed.set(entry.name, ports);
  }
  const first = new Map<number, number>();
  for (const [index, entry] of entries.entries()) {
    if (entry === undefined) continue;
    for (const text of hostAndAbove(entry.name)) {
      for (const [port, other] of listed.get(text) ?? []) {
        if (port === entry.port) continue;
        const [earlier, later] = index < other ? [index, other] : [other, index];
        first.set(later, Math.min(earlier, first.get(later) ?? earlier));
      }
    }
  }
  return [...first]
    .map(([index, other]) => ({ index, other }))
    .toSorted((one, other) => one.index - other.index);
}

function partsOf(host: string, scheme: 'http' | 'https'): { name: string; port: string } {
  const [, name = '', port = ''] = /^(.*?)(:\d+)?$/.exec(host.toLowerCase()) ?? [];
  return { name, port: port === USUAL_PORT[scheme] ? '' : port };
}

import { parseHost } from './parse-host.ts';

/** Labels before a name, each of at least one character. */
const BELOW = /^(?:[a-z\d_-]+\.)+$/;

/**
 * Makes the question whether a host is in a list. A port is part of a host where it is not that of its scheme; `*.example.com`
 * stands for every name below it, however deep, and not for `example.com` itself.
 *
 * @returns what takes a host in its one spelling, as `parseHost` has it
 * @throws {TypeError} for what {@link hostFault} finds
 */
export function createHostList(hosts: readonly string[]): (host: string) => boolean {
  const exact = new Set<string>();
  const below: string[] = [];
  for (const host of hosts) {
    const fault = hostFault(host);
    if (fault !== undefined) throw new TypeError(`${JSON.stringify(host)} ${fault}`);
    if (host.startsWith('*.')) below.push(host.slice(1).toLowerCase());
    else exact.add(host.toLowerCase());
  }
  return (host) =>
    exact.has(host) ||
    below.some((end) => host.endsWith(end) && BELOW.test(host.slice(0, 1 - end.length)));
}

/** What is wrong with a host in a list, as a predicate; `undefined` for none. */
export function hostFault(host: string): string | undefined {
  const name = host.startsWith('*.') ? host.slice(2) : host;
  if (name.includes('*')) return 'has a * in it, which only stands before a name: *.example.com';
  if (
    parseHost(name, 'https') !== name.toLowerCase() &&
    parseHost(name, 'http') !== name.toLowerCase()
  ) {
    return 'is not a host such as app.example.com, names of other letters as their A-labels (xn--…)';
  }
  if (host.startsWith('*.') && !name.includes('.')) {
    return 'stands for a whole top-level domain: name those below it';
  }
  return undefined;
}

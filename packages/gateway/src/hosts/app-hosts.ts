import { createHostList, hostFault } from '@drawbridge/rules';

/** The hosts whose apps are behind the gateway. */
export interface AppHosts {
  /** @param host - as a question has it: of an app, letter by letter, or below a name that was given as `*.example.com` */
  has(host: string): boolean;
}

/**
 * Makes the list of hosts, in which they stand as in the `hosts` of a rule.
 *
 * @throws {TypeError} for what {@link appHostFault} finds
 */
export function createAppHosts(hosts: readonly string[]): AppHosts {
  return { has: createHostList(hosts) };
}

/** What is wrong with a host in a list, as a predicate; `undefined` for none. */
export const appHostFault: (host: string) => string | undefined = hostFault;

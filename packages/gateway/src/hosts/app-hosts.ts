import { createHostList, hostFault } from '@drawbridge/rules';
import type { AuthOrigin } from './auth-origin.ts';
import { sharedNames } from './shared-names.ts';

/** The hosts whose apps are behind the gateway. The auth host is none of them, also where it is below `*.example.com`. */
export interface AppHosts {
  /** @param host - as a question has it: of an app, letter by letter, or below a name that was given as `*.example.com` */
  has(host: string): boolean;
}

/** The hosts that people sign in to: those of the apps, and the auth host, for its own page. */
export interface SignInHosts {
  /** @param host - as a question has it */
  has(host: string): boolean;
}

/**
 * Makes the list of hosts, in which they stand as in the `hosts` of a rule.
 *
 * @throws {TypeError} for what {@link appHostFault} finds, and over https for a name on two ports, which would share cookies
 */
export function createAppHosts(
  hosts: readonly string[],
  { scheme, host: authHost }: AuthOrigin,
): AppHosts {
  const isListed = createHostList(hosts);
  if (scheme === 'https' && sharedNames([authHost, ...hosts], scheme).length > 0) {
    throw new TypeError(
      'a host of an app can be the name of another, or of the auth host, on another port',
    );
  }
  return { has: (host) => host !== authHost && isListed(host) };
}

/** Makes the list of them. */
export function createSignInHosts(hosts: AppHosts, { host: authHost }: AuthOrigin): SignInHosts {
  return { has: (host) => host === authHost || hosts.has(host) };
}

/** What is wrong with a host in a list, as a predicate; `undefined` for none. */
export const appHostFault: (host: string) => string | undefined = hostFault;

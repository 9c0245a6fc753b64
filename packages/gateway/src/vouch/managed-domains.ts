import type { VouchSettings } from './vouch-settings.ts';

/** The domains that a gateway is for: their hosts, and all below them. */
export interface ManagedDomains {
  /** As tokens and cookies have them: the longest first, that of the cookie last. */
  readonly audience: string;
  /**
   * The domain that a host is in, by whole labels: of several the longest.
   *
   * @param host - a name, with or without port, as a browser sent it
   */
  domainOf(host: string): string | undefined;
}

/** Makes {@link ManagedDomains} of the settings. */
export function managedDomains({
  domains,
  cookie,
}: Pick<VouchSettings, 'domains' | 'cookie'>): ManagedDomains {
  const sorted = domains.toSorted((one, other) => other.length - one.length);
  const all = [...sorted, ...(cookie.domain === undefined ? [] : [cookie.domain])];
  return { audience: all.join(','), domainOf: (host) => domainIn(all, host) };
}

/** The first of some domains that a host is in: equal to it, or below it at a dot. Letters are of either case. */
export function domainIn(domains: readonly string[], host: string): string | undefined {
  const name = hostName(host);
  if (name === undefined) return undefined;
  return domains.find((domain) => {
    const wanted = domain.toLowerCase();
    return wanted !== '' && (name === wanted || name.endsWith(`.${wanted}`));
  });
}

/** A name of letters, digits, hyphens and underscores, or an IPv6 address in brackets; with a dot at the end, and a port. */
const HOST = /^([\w-]+(?:\.[\w-]+)*|\[[\da-f:.]+\])\.?(?::\d{1,5})?$/;

/** A host without its port and the dot of the root, in lower case. @returns `undefined` for what is none */
function hostName(host: string): string | undefined {
  if (host.length > MAX_HOST) return undefined;
  return HOST.exec(host.toLowerCase())?.[1];
}

/** Characters of a name of DNS with a port. */
export const MAX_HOST = 260;

import { domainIn } from '@drawbridge/oauth';
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

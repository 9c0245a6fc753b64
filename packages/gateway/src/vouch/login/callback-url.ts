import { parseUrl } from '@drawbridge/core';
import { domainIn } from '@drawbridge/oauth';
import type { ManagedDomains } from '../managed-domains.ts';

/**
 * Which of the callback URLs a browser comes back to: that of its own host, else the first of the domain that its host is in,
 * else the first.
 *
 * @param host - as the browser sent it, with its port
 */
export function callbackUrlFor(
  urls: readonly string[],
  host: string,
  { domainOf }: Pick<ManagedDomains, 'domainOf'>,
): string {
  const own = urls.find((url) => parseUrl(url)?.host === host.toLowerCase());
  if (own !== undefined) return own;
  const domain = domainOf(host);
  const sibling =
    domain && urls.find((url) => domainIn([domain], parseUrl(url)?.hostname ?? '') !== undefined);
  return sibling || (urls[0] as string);
}

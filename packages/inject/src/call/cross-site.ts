import { type CallHead, headerValues, parseUrl } from '@drawbridge/core';
import type { CalledHost } from './called-host.ts';

/** What browsers say of a request that no other site began (Fetch Metadata section 2.1). */
const OWN_SITES = new Set(['same-origin', 'none']);

/**
 * Why a call is one that a page of another site had a browser make. Another port of this machine is another site too:
 * whoever serves something there would act for the person.
 *
 * @returns a clause for the log; `undefined` where nothing says so
 */
export function crossSiteFault(
  head: Pick<CallHead, 'headers'>,
  host: CalledHost,
): string | undefined {
  const sites = headerValues(head, 'sec-fetch-site');
  if (sites.length > 1 || sites.some((site) => !OWN_SITES.has(site.trim().toLowerCase()))) {
    return 'a browser sent it for a page of another site';
  }
  const origins = headerValues(head, 'origin');
  if (origins.length > 1) return 'it has more than one Origin field';
  const [origin] = origins;
  if (origin === undefined || isOwnOrigin(origin, host, head)) return undefined;
  return 'its Origin is not this proxy';
}

/**
 * Whether an Origin field (RFC 6454 section 7.1) names this proxy as the caller does, which speaks http. Who calls by https
 * does so through something in front that ends TLS; but another service of the same name may be behind that address. A
 * browser knows, and says so in a field that no page can set.
 *
 * @param head - of the call that names it
 */
export function isOwnOrigin(
  origin: string,
  { field }: CalledHost,
  head: Pick<CallHead, 'headers'>,
): boolean {
  const scheme = /^(https?):\/\/[^/?#\\@\s]+$/i.exec(origin)?.[1]?.toLowerCase();
  if (scheme === undefined || (scheme === 'https' && !isOfOwnPage(head))) return false;
  // Compared as URLs, so that the usual port is the same as none.
  const named = parseUrl(origin)?.host;
  return named !== undefined && named === parseUrl(`${scheme}://${field}`)?.host;
}

function isOfOwnPage(head: Pick<CallHead, 'headers'>): boolean {
  const [site, ...more] = headerValues(head, 'sec-fetch-site');
  return more.length === 0 && site?.trim().toLowerCase() === 'same-origin';
}

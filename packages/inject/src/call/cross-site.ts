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
  if (origin === undefined || isOwnOrigin(origin, host)) return undefined;
  return 'its Origin is not this proxy';
}

/** Whether an Origin field (RFC 6454 section 7.1) names this proxy as the caller does. */
export function isOwnOrigin(origin: string, { field }: CalledHost): boolean {
  const scheme = /^(https?):\/\/[^/?#\\@\s]+$/i.exec(origin)?.[1];
  if (scheme === undefined) return false;
  // Compared as URLs, so that the usual port is the same as none.
  const named = parseUrl(origin)?.host;
  return named !== undefined && named === parseUrl(`${scheme}://${field}`)?.host;
}

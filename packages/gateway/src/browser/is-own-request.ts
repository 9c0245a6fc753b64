import { type Call, headerValues } from '@drawbridge/core';

/** What a page of the same origin asks for, and what a person asks for who types an address or opens a bookmark. */
const OWN = new Set(['same-origin', 'none']);

/**
 * Whether a person did this on a page of this host, or by its address. Whatever another site can have a browser do is not:
 * its links, forms and pictures, those of a sibling below the same domain, and what was redirected from there. By GET it is a
 * page alone that counts: an app shows pictures and frames of whatever address its people write.
 *
 * Browsers say so themselves (Fetch Metadata section 2); of one that does not, a request with an `Origin` counts (RFC 6454
 * section 7.3), which a form sends and a link or a picture does not.
 *
 * @param origin - of this host
 */
export function isOwnRequest(call: Pick<Call, 'method' | 'headers'>, origin: string): boolean {
  const [site, ...moreSites] = headerValues(call, 'sec-fetch-site');
  if (site !== undefined) {
    return moreSites.length === 0 && OWN.has(site) && (call.method === 'POST' || opensPage(call));
  }
  const [from, ...moreOrigins] = headerValues(call, 'origin');
  return from === origin && moreOrigins.length === 0;
}

/** Whether a browser shows the answer in place of the page that was there. Old ones do not say what they ask for. */
function opensPage(call: Pick<Call, 'headers'>): boolean {
  const says = (name: string, value: string) =>
    headerValues(call, name).every((said) => said === value);
  return says('sec-fetch-mode', 'navigate') && says('sec-fetch-dest', 'document');
}

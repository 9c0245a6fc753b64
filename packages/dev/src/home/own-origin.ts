import { type Call, headerValues } from '@drawbridge/core';

/** Whether a call is for the names that a page of this machine has: a foreign name that leads here (DNS rebinding) is none. */
export function isForOwnHost(call: Pick<Call, 'headers'>, port: number): boolean {
  const [host, ...more] = headerValues(call, 'host');
  if (host === undefined || more.length > 0) return false;
  return [`127.0.0.1:${port}`, `localhost:${port}`].includes(host.toLowerCase());
}

/**
 * Whether a call was made by a page of this very origin. Browsers say so by themselves, and no page can make them say
 * otherwise: `Sec-Fetch-Site` (Fetch Metadata section 2.3) and `Origin` (RFC 6454 section 7). Who sends neither is refused.
 */
export function isFromOwnOrigin(call: Pick<Call, 'headers'>, port: number): boolean {
  if (!isForOwnHost(call, port)) return false;
  const [host = ''] = headerValues(call, 'host');
  const sites = headerValues(call, 'sec-fetch-site');
  const origins = headerValues(call, 'origin');
  if (sites.length + origins.length === 0) return false;
  return (
    sites.every((site) => site === 'same-origin') &&
    origins.every((origin) => origin === `http://${host.toLowerCase()}`)
  );
}

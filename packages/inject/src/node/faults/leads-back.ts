import { parseUrl } from '@drawbridge/core';

/** What `localhost` may stand for. */
const LOOPBACK = ['127.0.0.1', '[::1]'];

/** By which hosts one reaches who listens on a host. */
const REACHED_BY: Readonly<Record<string, readonly string[]>> = {
  '127.0.0.1': ['localhost', '0.0.0.0'],
  '[::1]': ['localhost', '[::]'],
  localhost: [...LOOPBACK, '0.0.0.0', '[::]'],
  '0.0.0.0': ['localhost', '127.0.0.1'],
  '[::]': ['localhost', ...LOOPBACK, '0.0.0.0'],
};

/**
 * Whether calls to an upstream would come back to who listens at an address, as far as that can be seen: a name may lead
 * anywhere.
 *
 * @param upstream - a URL
 * @param listen - where; port 0 stands for any, and is nobody’s
 */
export function leadsBack(
  upstream: string,
  listen: { readonly host: string; readonly port: number },
): boolean {
  const url = new URL(upstream);
  // This proxy speaks no TLS: a handshake with itself fails.
  if (url.protocol !== 'http:' || Number(url.port || 80) !== listen.port) return false;
  const own = listen.host.includes(':') ? `[${listen.host}]` : listen.host;
  // In the one spelling that URLs have: 127.1 is 127.0.0.1.
  const hostname = parseUrl(`http://${own}`)?.hostname;
  if (hostname === undefined) return false;
  const asked = url.hostname.replace(/\.$/, '');
  return asked === hostname || (REACHED_BY[hostname]?.includes(asked) ?? false);
}

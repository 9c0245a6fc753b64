import { bareHost, parseUrl } from '@drawbridge/core';
import type { RedisServer } from './connect.ts';

/** What is wrong with the URL of a server, or nothing. A password has a setting of its own: URLs are shown and logged. */
export function redisUrlFault(given: string): string | undefined {
  const url = parseUrl(given);
  if (url === undefined) return 'is not a URL, as in redis://redis.internal:6379';
  const { protocol, hostname, username, password, pathname, search, hash } = url;
  if (protocol !== 'redis:' && protocol !== 'rediss:')
    return 'is neither a redis:// nor a rediss:// URL';
  if (username + password !== '') return 'has user information: give username and password instead';
  if (hostname === '') return 'has no host';
  if (search + hash !== '') return 'has a query or fragment';
  return /^(?:\/\d{0,4})?$/.test(pathname)
    ? undefined
    : 'has a path that is no number of a database';
}

/** @param url - without a fault */
export function serverOf(url: string): Pick<RedisServer, 'host' | 'port' | 'tls' | 'database'> {
  const parsed = new URL(url);
  const { protocol, port, pathname } = parsed;
  return {
    host: bareHost(parsed),
    port: port === '' ? 6379 : Number(port),
    ...(protocol === 'rediss:' && { tls: {} }),
    ...(pathname.length > 1 && { database: Number(pathname.slice(1)) }),
  };
}

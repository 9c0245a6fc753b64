import { parseUrl } from '@drawbridge/core';
import { usage } from '../keys/key-options.ts';

/**
 * The `HOST:PORT` of an address that a proxy reaches over plain HTTP, given so or as a URL.
 *
 * @throws {DrawbridgeError} `usage_invalid`
 */
export function plainAddress(given: string, option: string): string {
  const text = given.includes('://') ? given : `http://${given}`;
  const url = parseUrl(text);
  const isPlain =
    url !== undefined &&
    url.protocol === 'http:' &&
    url.username === '' &&
    url.password === '' &&
    url.pathname === '/' &&
    !/[?#]/.test(text) &&
    /^[a-z\d.[\]:_-]+$/.test(url.host);
  if (!isPlain) {
    throw usage(
      `${option} is not an address such as 127.0.0.1:9090 or http://gateway.internal:9090`,
      'What is printed is for plain HTTP, within one machine or a network that others do not listen to; add TLS to it by hand.',
    );
  }
  return url.port === '' ? `${url.host}:80` : url.host;
}

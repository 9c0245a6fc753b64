import { isSafeScheme, parseUrl } from '@drawbridge/core';

/**
 * What is wrong with the address of a gateway: the rest of a sentence that begins with it. Browsers are sent there, and its
 * cookies are for its host alone, so it is an origin: https, or http where all of it is on this machine.
 *
 * @returns `undefined` when it is fine
 */
export function gatewayUrlFault(text: string): string | undefined {
  const url = parseUrl(text);
  if (url === undefined) return 'is not an absolute URL, such as https://auth.example.com';
  if (url.username !== '' || url.password !== '') return 'has user information';
  if (url.pathname !== '/' || text.includes('?') || text.includes('#')) {
    return 'has more than an origin, such as https://auth.example.com: no path, query or fragment';
  }
  if (!isSafeScheme(url))
    return 'is not an https URL, and http is for this machine alone, such as http://localhost:9090';
  return url.origin === text ? undefined : `is not in its plain spelling, ${url.origin}`;
}

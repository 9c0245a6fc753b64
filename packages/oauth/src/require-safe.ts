import { documentUrlFault, DrawbridgeError, parseUrl } from '@drawbridge/core';
import type { EndpointWords } from './endpoint-words.ts';

/** @throws {DrawbridgeError} `token_endpoint_wrong` for an address that no token may be sent to */
export function requireSafe(url: string, { name }: EndpointWords): void {
  const fault = documentUrlFault(url);
  if (fault === undefined) return;
  const isPlain = parseUrl(url)?.protocol === 'http:';
  throw new DrawbridgeError('token_endpoint_wrong', {
    detail: `the address of the ${name} ${fault}`,
    hint: isPlain
      ? 'A token is a secret: it goes over https, and over http to this machine alone (127.0.0.1, [::1], localhost).'
      : 'Give the whole address, such as https://bridge.example.com/token.',
  });
}

import { type Call, DrawbridgeError, headerValues } from '@drawbridge/core';

/**
 * `uri-host [ ":" port ]` of RFC 9112 section 3.2, which may be empty. A comma, which a name may have by the grammar,
 * is what a proxy puts between two fields that it joins.
 */
const HOST = /^(?:\[[\da-fv.:]+\]|[\w.~!$&'()*+;=%-]*)(?::\d{0,5})?$/i;

/**
 * What makes that a request can be read in two ways, on which smuggling lives: `request_malformed`.
 *
 * @param version - of HTTP, as node:http tells it: `1.1`
 * @returns `undefined` of a request with one reading
 */
export function requestFault(
  call: Pick<Call, 'headers'>,
  version: string,
): DrawbridgeError | undefined {
  const hosts = headerValues(call, 'host');
  // RFC 9112 section 3.2. HTTP/1.0 knows no Host, and health checks still speak it.
  if (hosts.length !== 1 && (hosts.length !== 0 || version !== '1.0')) {
    return new DrawbridgeError('request_malformed', { hint: 'Send one Host header field.' });
  }
  if (!hosts.every((host) => HOST.test(host))) {
    return new DrawbridgeError('request_malformed', {
      hint: 'Send a Host header field of a host, and of a port where it is not the usual one.',
    });
  }
  // RFC 9112 section 6.1: a proxy of HTTP/1.0 passes the field on without knowing what it says.
  if (version === '1.0' && headerValues(call, 'transfer-encoding').length > 0) {
    return new DrawbridgeError('request_malformed', {
      hint: 'Send Content-Length, for HTTP/1.0 has no Transfer-Encoding.',
    });
  }
  return undefined;
}

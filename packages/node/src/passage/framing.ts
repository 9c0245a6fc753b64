import type { HeaderField } from '@drawbridge/core';

/**
 * What is about one connection alone (RFC 9110 section 7.6.1, and `keep-alive` and `proxy-connection` of before), frames
 * a message on it (RFC 9112 section 6), or asks for what we settle ourselves (RFC 9110 section 10.1.1).
 */
const OF_ONE_CONNECTION: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'expect',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

const LONGEST = 'transfer-encoding'.length;

/** Whether a field belongs to one connection: it is never passed on, and made anew where it is needed. */
export function isOfOneConnection(name: string): boolean {
  return name.length <= LONGEST && OF_ONE_CONNECTION.has(name.toLowerCase());
}

/** Names and values by turns, without what frames the message: whoever sends it adds that. */
export function unframed(headers: readonly HeaderField[]): string[] {
  const raw: string[] = [];
  for (const [name, value] of headers) {
    if (isOfOneConnection(name)) continue;
    // HTTP/2 may part a cookie, and HTTP/1.1 must not join two by a comma: undici knows by this spelling.
    raw.push(name.length === 6 && name.toLowerCase() === 'cookie' ? 'cookie' : name, value);
  }
  return raw;
}

import { type HeaderField, isHopByHop } from '@drawbridge/core';

const SETTLED_HERE: ReadonlySet<string> = new Set(['content-length', 'expect']);

const LONGEST = 'content-length'.length;

/**
 * Whether a field belongs to one connection: it is never passed on, and made anew where it is needed. So is what frames
 * a message (RFC 9112 section 6), and what asks for something that we settle ourselves (RFC 9110 section 10.1.1).
 */
export function isOfOneConnection(name: string): boolean {
  return isHopByHop(name) || (name.length <= LONGEST && SETTLED_HERE.has(name.toLowerCase()));
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

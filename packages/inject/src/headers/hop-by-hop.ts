import type { HeaderField } from '@drawbridge/core';

/** What is about one connection alone (RFC 9110 section 7.6.1), or frames a message on it (RFC 9112 section 6). */
const HOP_BY_HOP = new Set([
  'connection',
  'http2-settings',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authentication-info',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/**
 * The names of the fields that are not passed on: those of HTTP, and those that `Connection` lists. To be taken away
 * before any field is added, since a caller may list that one too.
 *
 * @returns in lower case
 */
export function hopByHopNames(headers: readonly HeaderField[]): ReadonlySet<string> {
  let names: Set<string> | undefined;
  for (const [name, value] of headers) {
    if (name.length !== 10 || name.toLowerCase() !== 'connection') continue;
    names ??= new Set(HOP_BY_HOP);
    for (const listed of value.split(',')) names.add(listed.trim().toLowerCase());
  }
  return names ?? HOP_BY_HOP;
}

/** Whether a field lists a word: `TE: trailers, deflate;q=0.5` has `trailers`. */
export function lists(headers: readonly HeaderField[], field: string, word: string): boolean {
  return headers.some(
    ([name, value]) =>
      name.toLowerCase() === field &&
      value.split(',').some((part) => part.split(';', 1)[0]?.trim().toLowerCase() === word),
  );
}

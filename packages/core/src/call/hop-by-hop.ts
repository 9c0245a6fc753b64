import type { HeaderField } from './call.ts';

/** What is about one connection alone (RFC 9110 section 7.6.1), or frames a message on it (RFC 9112 section 6). */
const HOP_BY_HOP: ReadonlySet<string> = new Set([
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

const LONGEST = 'proxy-authentication-info'.length;

/**
 * Whether a field of HTTP belongs to one connection, and is not passed on. `content-length` is none of these.
 *
 * @param name - in any case
 */
export function isHopByHop(name: string): boolean {
  return name.length <= LONGEST && HOP_BY_HOP.has(name.toLowerCase());
}

/**
 * What a `Connection` lists: names of fields that are not passed on, beside `close` and `keep-alive`.
 *
 * @returns in lower case, without empty ones
 */
export function connectionOptions(value: string): readonly string[] {
  return value
    .toLowerCase()
    .split(',')
    .map((option) => option.trim())
    .filter((option) => option !== '');
}

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
    for (const option of connectionOptions(value)) names.add(option);
  }
  return names ?? HOP_BY_HOP;
}

/** Whether `TE` says that trailers are read (RFC 9110 section 10.1.4): `trailers, deflate;q=0.5` does. */
export function readsTrailers(headers: readonly HeaderField[]): boolean {
  return headers.some(
    ([name, value]) =>
      name.length === 2 &&
      name.toLowerCase() === 'te' &&
      value.split(',').some((part) => part.trim().toLowerCase() === 'trailers'),
  );
}

import type { HeaderField } from '@drawbridge/core';
import { isOfOneConnection } from './framing.ts';

/** What must be known before the content is read (RFC 9110 section 6.5.1): routing, caching, authentication, form. */
const EARLY: ReadonlySet<string> = new Set([
  'authorization',
  'cache-control',
  'content-encoding',
  'content-range',
  'content-type',
  'host',
  'location',
  'proxy-authenticate',
  'proxy-authorization',
  'set-cookie',
  'www-authenticate',
]);

/** The fields that came behind the content of an answer: a list of undici for HTTP/1.1, an object for HTTP/2. */
export type RawTrailers =
  | readonly (Buffer | string)[]
  | Readonly<Record<string, string | readonly string[] | undefined>>;

/** The fields behind the content of an answer that may be passed on there. */
export function trailerFields(raw: RawTrailers | null | undefined): readonly HeaderField[] {
  const fields: HeaderField[] = [];
  if (raw === null || raw === undefined) return fields;
  if (isList(raw)) {
    for (let index = 0; index + 1 < raw.length; index += 2) {
      fields.push([String(raw[index]), (raw[index + 1] as Buffer).toString('latin1')]);
    }
  } else {
    for (const [name, values] of Object.entries(raw)) {
      for (const value of [values ?? []].flat()) fields.push([name, value]);
    }
  }
  return fields.filter(([name]) => !isOfOneConnection(name) && !EARLY.has(name.toLowerCase()));
}

function isList(raw: RawTrailers): raw is readonly (Buffer | string)[] {
  return Array.isArray(raw);
}

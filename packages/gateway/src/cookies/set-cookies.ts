import type { HeaderField } from '@drawbridge/core';
import { cookiePairs, MAX_PARTS, parsePartName, partName } from '@drawbridge/oauth';
import { HOST_PREFIX } from './cookie-names.ts';

/** How a cookie is set. */
export interface SetCookieOptions {
  /** Seconds that the browser keeps it. Default: until it is closed. */
  readonly maxAge?: number;
  /** The Cookie fields of the request: what they have of an older value in other parts is cleared. */
  readonly cookies: readonly string[];
}

/** Bytes of a cookie with its name and attributes: browsers take 4,096 of name and value. */
const MAX_BYTES = 4000;

/** What a value may be of, and all that the gateway seals is: nothing ends a cookie or has to be quoted (RFC 6265 section 4.1.1). */
const VALUE = /^[\w.~-]+$/;

/** The longest value that is set under any name of ours: what is longer has to become shorter before. */
export const MAX_VALUE = MAX_PARTS * 3700;

/**
 * Set-Cookie fields for one value: for all paths of this very host, out of reach of scripts, and sent with a
 * navigation from another site but with no other request of one. Over TLS alone where the name says so. A value that
 * is too long for a cookie is cut into parts, `NAME_1of3` to `NAME_3of3`.
 *
 * @param name - see `cookieNames`
 * @throws {TypeError} for a value that no cookie has, or that is longer than {@link MAX_VALUE}
 */
export function setCookies(
  name: string,
  value: string,
  { maxAge, cookies }: SetCookieOptions,
): readonly HeaderField[] {
  if (!VALUE.test(value)) throw new TypeError('a cookie has letters, digits and - . _ ~ alone');
  if (value.length > MAX_VALUE) throw new TypeError('a cookie is too long for all its parts');
  const attributes = attributesOf(name, maxAge);
  const pieces = cut(name, value, attributes);
  const fields = pieces.map(([part, text]) => field(`${part}=${text}${attributes}`));
  const isSet = new Set(pieces.map(([part]) => part));
  return [...fields, ...clear(presentNames(name, cookies).filter((found) => !isSet.has(found)))];
}

/** Set-Cookie fields that clear a cookie, and all its parts that the request has. */
export function clearCookies(name: string, cookies: readonly string[]): readonly HeaderField[] {
  return clear([...new Set([name, ...presentNames(name, cookies)])]);
}

function cut(
  name: string,
  value: string,
  attributes: string,
): readonly (readonly [string, string])[] {
  const room = (part: string) => MAX_BYTES - part.length - 1 - attributes.length;
  if (value.length <= room(name)) return [[name, value]];
  // All part names are of one length.
  const each = room(partName(name, { number: 1, of: MAX_PARTS }));
  const of = Math.ceil(value.length / each);
  return Array.from({ length: of }, (_, index) => [
    partName(name, { number: index + 1, of }),
    value.slice(index * each, (index + 1) * each),
  ]);
}

/** The names under which a request has a cookie, in one piece or in parts, each once. */
function presentNames(name: string, cookies: readonly string[]): readonly string[] {
  const names = cookiePairs(cookies, name).map(([found]) => found);
  return [...new Set(names)].filter(
    (found) => found === name || parsePartName(found, name) !== undefined,
  );
}

function clear(names: readonly string[]): readonly HeaderField[] {
  return names.map((name) => field(`${name}=${attributesOf(name, 0)}`));
}

function attributesOf(name: string, maxAge: number | undefined): string {
  const secure = name.startsWith(HOST_PREFIX) ? '; Secure' : '';
  const age = maxAge === undefined ? '' : `; Max-Age=${Math.max(0, Math.floor(maxAge))}`;
  return `; Path=/; HttpOnly; SameSite=Lax${secure}${age}`;
}

function field(text: string): HeaderField {
  return ['set-cookie', text];
}

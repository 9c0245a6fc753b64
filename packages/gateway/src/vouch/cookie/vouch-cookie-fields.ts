import { DrawbridgeError, type HeaderField } from '@drawbridge/core';
import { cookiePairs, isCookieName, MAX_PARTS, partName } from '@drawbridge/oauth';
import type { VouchSettings } from '../vouch-settings.ts';

/** Where a cookie is set or cleared. */
export interface VouchCookiePlace {
  /** That of `domains` which has the host, for where the settings name none; `undefined` for this very host. */
  readonly domain: string | undefined;
  /** The Cookie fields of the request. What they have under the cookie's name in other parts is cleared when it is set. */
  readonly cookies: readonly string[];
}

/** How a cookie is set. */
export interface VouchCookieOptions extends VouchCookiePlace {
  /** Seconds; 0: until the browser ends. Default: that of the settings. */
  readonly maxAge?: number;
}

type CookieSettings = VouchSettings['cookie'];

/** Bytes of a Set-Cookie field in one piece. Browsers take 4,096 of name and value. */
const MAX_BYTES = 4000;

/** The most that one answer clears: more than Vouch Proxy or Drawbridge ever set. */
const MAX_CLEARED = 32;

/** A JWT, or base64url with its padding: nothing that ends a cookie (RFC 6265 section 4.1.1). */
const VALUE = /^[\w.=-]+$/;

/**
 * Set-Cookie fields for one value, as Vouch Proxy writes them: where the whole field would have more than 4,000 bytes, it is in
 * `NAME_1ofN` to `NAME_NofN`, of as many characters each as one field has room for.
 *
 * What the browser has of an older value, and would hide this one, is cleared.
 *
 * @throws {DrawbridgeError} `token_too_large` for more than 8 parts, which nobody reads
 * @throws {TypeError} for a value that no cookie has
 */
export function vouchCookieFields(
  settings: CookieSettings,
  value: string,
  { maxAge = settings.maxAge, ...place }: VouchCookieOptions,
): readonly HeaderField[] {
  if (!VALUE.test(value)) throw new TypeError('the cookie is neither a JWT nor base64url');
  const { name } = settings;
  const attributes = attributesOf(settings, place.domain, maxAge === 0 ? undefined : maxAge);
  const pieces = cut(name, value, MAX_BYTES - `${name}=${attributes}`.length);
  const fields = pieces.map(([part, text]) => field(`${part}=${text}${attributes}`));
  const isSet = new Set(pieces.map(([part]) => part));
  return [...fields, ...clear(settings, place, isSet)];
}

/** Set-Cookie fields that clear each cookie of a request whose name begins with that of the cookie, as Vouch Proxy does. */
export function clearVouchCookies(
  settings: CookieSettings,
  place: VouchCookiePlace,
): readonly HeaderField[] {
  return clear(settings, place, new Set());
}

function cut(
  name: string,
  value: string,
  room: number,
): readonly (readonly [name: string, text: string])[] {
  if (value.length <= room) return [[name, value]];
  const of = Math.ceil(value.length / room);
  if (of > MAX_PARTS) {
    throw new DrawbridgeError('token_too_large', {
      detail: `the cookie of ${value.length} characters would take ${of} parts, and browsers and proxies take no more than ${MAX_PARTS}`,
      hint: 'keep fewer claims (vouch.headers.claims) or no tokens (vouch.headers.accesstoken, idtoken, refreshtoken) in it, or set vouch.jwt.compress to true',
    });
  }
  return Array.from({ length: of }, (_, index) => [
    partName(name, { number: index + 1, of }),
    value.slice(index * room, (index + 1) * room),
  ]);
}

function clear(
  settings: CookieSettings,
  { domain, cookies }: VouchCookiePlace,
  except: ReadonlySet<string>,
): readonly HeaderField[] {
  const found = cookiePairs(cookies, settings.name).map(([name]) => name);
  // What comes from the browser is written back as a name only where it can be one.
  const names = [...new Set(found)].filter((name) => isCookieName(name) && !except.has(name));
  const attributes = attributesOf(settings, domain, 0);
  return names.slice(0, MAX_CLEARED).map((name) => field(`${name}=delete${attributes}`));
}

/** In the order in which Go writes them. */
function attributesOf(
  { domain: own, secure, httpOnly, sameSite }: CookieSettings,
  domain: string | undefined,
  maxAge: number | undefined,
): string {
  // RFC 6265 section 5.2.3: a leading dot says nothing.
  const scope = (own ?? domain)?.replace(/^\./, '');
  return [
    '; Path=/',
    scope === undefined ? '' : `; Domain=${scope}`,
    maxAge === undefined ? '' : `; Max-Age=${Math.max(0, Math.floor(maxAge))}`,
    httpOnly ? '; HttpOnly' : '',
    secure ? '; Secure' : '',
    sameSite === undefined ? '' : `; SameSite=${sameSite}`,
  ].join('');
}

function field(text: string): HeaderField {
  return ['set-cookie', text];
}

import type { CallHead } from '@drawbridge/core';

/** The methods that are about a connection or its way (RFC 9110 sections 9.3.6 and 9.3.8). */
const REFUSED_METHODS = new Set(['CONNECT', 'TRACE', 'TRACK']);

/**
 * Why a call is none for a path of one upstream: it asks for another server (absolute-form, authority-form), for none
 * (asterisk-form; all RFC 9112 section 3.2), or in a way that two readers read in two ways.
 *
 * @returns a clause for the log; `undefined` where it is one
 */
export function targetFault({
  method,
  target,
}: Pick<CallHead, 'method' | 'target'>): string | undefined {
  if (REFUSED_METHODS.has(method.toUpperCase())) return 'its method is not passed on';
  if (!target.startsWith('/')) return 'it does not ask for a path';
  if (!/^[\x21-\x7e]+$/.test(target) || target.includes('#')) {
    return 'its path has a character that a path may not have';
  }
  return startsLikeHost(target) ? 'its path begins like the name of a host' : undefined;
}

/** Whether some would read `//host/path`: a backslash is a slash to them (URL Standard section 4.4). */
export function startsLikeHost(target: string): boolean {
  return target[1] === '/' || target[1] === '\\';
}

/** The path of an origin-form target: all before the query. */
export function pathOf(target: string): string {
  const query = target.indexOf('?');
  return query === -1 ? target : target.slice(0, query);
}

/**
 * Whether a path has a `..`, in any spelling that some server resolves: percent-encoded, also more than once or piece by
 * piece or as `%u002e`, in the overlong UTF-8 of old servers, between backslashes or encoded slashes, with parameters
 * behind it, or with characters that are dropped or end a text.
 */
export function climbs(path: string): boolean {
  return decodeWholly(path)
    .split(/[/\\]/)
    .some((segment) => isParent(segment, /[;?#]/) || isParent(segment, /[;?#\0]/));
}

/** @param end - what ends a name: a NUL does at some servers, and is dropped by others */
function isParent(segment: string, end: RegExp): boolean {
  return segment.split(end, 1)[0]?.replace(/[^!-~]/g, '') === '..';
}

/** Decodes until no escape of an ASCII character is left. Once over the text: a long one must not take long. */
function decodeWholly(text: string): string {
  const plain: string[] = [];
  const short = text
    .replace(OVERLONG, (_, high: string, low: string) => shorten(high, low))
    .replace(UNICODE, '%$1');
  for (const character of short) {
    plain.push(character);
    // What it completes may complete another: `%%32e` is `%2e`, and that is a dot.
    while (plain.at(-3) === '%') {
      const escape = plain.slice(-2).join('');
      if (!/^[0-7][\da-f]$/i.test(escape)) break;
      plain.splice(-3, 3, String.fromCharCode(Number.parseInt(escape, 16)));
    }
  }
  return plain.join('');
}

/** An ASCII character in two bytes up to six, which UTF-8 forbids (RFC 3629 section 3); each may be encoded more than once. */
const OVERLONG =
  /%(?:25)*(?:c|(?:e0|f0%(?:25)*80|f8(?:%(?:25)*80){2}|fc(?:%(?:25)*80){3})%(?:25)*8)([01])%(?:25)*([89ab][\da-f])/gi;

/** An ASCII character by its code point, which URLs never had, and some servers take. */
const UNICODE = /%(?:25)*u00([0-7][\da-f])/gi;

function shorten(high: string, low: string): string {
  const code = (Number.parseInt(high, 16) << 6) | (Number.parseInt(low, 16) & 0x3f);
  return `%${code.toString(16).padStart(2, '0')}`;
}

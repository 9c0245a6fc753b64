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
 * Whether a path has a `..`, in any spelling that some server resolves: percent-encoded, also more than once, between
 * backslashes or encoded slashes, or with parameters behind it.
 */
export function climbs(path: string): boolean {
  let plain = path.toLowerCase();
  // Each round makes it shorter.
  while (plain.includes('%25')) plain = plain.replaceAll('%25', '%');
  plain = plain
    .replaceAll('%2e', '.')
    .replaceAll('%3b', ';')
    .replace(/%2f|%5c|\\/g, '/');
  return plain.split('/').some((segment) => segment.split(';', 1)[0] === '..');
}

import { DrawbridgeError } from '@drawbridge/core';
import type { Question } from './question.ts';

/** What is left of a target once it was judged. */
export type JudgedTarget = Pick<Question, 'target' | 'readings'>;

/** Characters that nobody is to read two ways: RFC 3986 has no other in a path and a query, but for a few that browsers send. */
const ALLOWED = /^\/[!$-;=?-[\]^_`a-z{|}~"<>]*$/;
/** A path that all readers read alike: nothing in it is encoded, empty, or begins with a dot. */
const PLAIN = /^\/(?:[\w~-][\w~.-]*\/)*(?:[\w~-][\w~.-]*)?$/;
const DOTS = /^\.{1,2}$/;
/** What another decoding of a path would make something else of. */
const TWICE = /%(?:2e|2f|5c|00|3b)/i;

/**
 * Judges the target of a request: an app behind must find the path in it that rules were asked about.
 *
 * Refused is what readers resolve: dot segments, however they are encoded, backslashes, control characters, fragments, a
 * second encoding. `%2F` (a slash, or a character of a name), `//` (one slash, or an empty name) and `;` (parameters, or a
 * part of the name), also as `%3B`, are used by apps: then there are several readings.
 *
 * @param target - in origin-form (RFC 9112 section 3.2.1)
 * @throws {DrawbridgeError} `request_malformed`
 */
export function judgeTarget(target: string): JudgedTarget {
  if (!ALLOWED.test(target)) {
    throw malformed('it does not begin with a slash, or has a character that no path or query has');
  }
  const query = target.indexOf('?');
  const raw = query === -1 ? target : target.slice(0, query);
  if (PLAIN.test(raw)) return { target, readings: [raw] };
  const segments = raw.slice(1).split('/').map(decode);
  const strict = `/${segments.map((name) => name.replaceAll('/', '%2F')).join('/')}`;
  const others = strict.includes(';') ? [willingly(raw), decodedFirst(raw)] : [willingly(raw)];
  const readings = new Set([strict, ...others]);
  for (const reading of readings) requireResolved(reading);
  return { target, readings: [...readings] as [string, ...string[]] };
}

/** As an app reads it that takes parameters away, decodes slashes, and joins them. */
function willingly(raw: string): string {
  const names = raw.split('/').map((name) => decode(withoutParameters(name)));
  return join(names.flatMap((name) => name.split('/')));
}

/** As one does that decodes before it looks for parameters, or whose proxy decodes for it: there `%2F` ends them, and `%3B` begins some. */
function decodedFirst(raw: string): string {
  const names = raw.split('/').map(decode).join('/').split('/');
  return join(names.map(withoutParameters));
}

function withoutParameters(name: string): string {
  return name.replace(/;.*$/s, '');
}

function join(names: readonly string[]): string {
  const path = `/${names.filter((name) => name !== '').join('/')}`;
  return path !== '/' && names.at(-1) === '' ? `${path}/` : path;
}

function decode(name: string): string {
  let decoded: string;
  try {
    decoded = decodeURIComponent(name);
  } catch {
    throw malformed('its percent-encoding is not that of UTF-8');
  }
  if (TWICE.test(decoded)) throw malformed('it is encoded twice');
  // oxlint-disable-next-line no-control-regex -- that there is none is what is asked
  if (/[\u0000-\u001f\u007f\\]/.test(decoded)) {
    throw malformed('it has a backslash or a control character in it');
  }
  return decoded;
}

function requireResolved(path: string): void {
  if (path.split('/').some((name) => DOTS.test(name) || /^\.{1,2};/.test(name))) {
    throw malformed('it has a segment of dots, which leads elsewhere');
  }
}

function malformed(why: string): DrawbridgeError {
  return new DrawbridgeError('request_malformed', {
    detail: `the target of the request that waits cannot be judged: ${why}`,
    hint: 'Browsers never send such a target. A program that does is to send the path as it is meant.',
  });
}

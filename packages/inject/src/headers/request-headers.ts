import {
  type CallHead,
  type HeaderField,
  hopByHopNames,
  parseUrl,
  readsTrailers,
} from '@drawbridge/core';
import type { CalledHost } from '../call/called-host.ts';
import { isOwnOrigin } from '../call/cross-site.ts';
import type { LoopMark } from '../call/loop-mark.ts';
import { SECRET_FIELD } from '../call/offered-secret.ts';
import type { Route } from '../routes.ts';
import { upstreamUrl } from './own-address.ts';

/** What a caller says and an upstream would believe: who is calling, by what way, and what for in place of the path. */
const NOT_PASSED = new Set([
  'authorization',
  'content-length',
  'expect',
  'forwarded',
  'host',
  'via',
  'x-original-url',
  'x-real-ip',
  'x-rewrite-url',
  SECRET_FIELD,
]);

/**
 * The header fields of a call as the upstream gets them. What is about the connection goes first, then what would be
 * believed, and last the token comes, once.
 *
 * @param authorization - the field's value
 * @param loopMark - by which the call is known again, should it come back
 */
export function requestHeaders(
  head: Pick<CallHead, 'headers'>,
  route: Route,
  host: CalledHost,
  authorization: string,
  loopMark: Pick<LoopMark, 'field'>,
): readonly HeaderField[] {
  const { headers } = head;
  const hopByHop = hopByHopNames(headers);
  const passed: HeaderField[] = [['host', route.authority]];
  for (const field of headers) {
    const name = field[0].toLowerCase();
    // Some servers read `x_real_ip` and `transfer_encoding` as the same fields.
    const plain = name.includes('_') ? name.replaceAll('_', '-') : name;
    if (hopByHop.has(name) || hopByHop.has(plain) || isBelieved(plain)) continue;
    passed.push(
      name === 'origin' ? [field[0], route.origin] : ownToUpstream(field, name, route, host, head),
    );
  }
  // That the caller reads trailers is true of this proxy too (RFC 9110 section 10.1.4).
  if (readsTrailers(headers)) passed.push(['te', 'trailers']);
  passed.push(loopMark.field, ['authorization', authorization]);
  return passed;
}

/** @param name - in lower case, with hyphens */
function isBelieved(name: string): boolean {
  return NOT_PASSED.has(name) || name.startsWith('x-forwarded-') || name.startsWith('proxy-');
}

/** Where a page of this proxy's is named: as the upstream would have named it. `Destination` is that of WebDAV (RFC 4918 section 10.3). */
function ownToUpstream(
  field: HeaderField,
  name: string,
  route: Route,
  host: CalledHost,
  head: Pick<CallHead, 'headers'>,
): HeaderField {
  if (name !== 'referer' && name !== 'destination') return field;
  const url = parseUrl(field[1]);
  if (url === undefined) return field;
  return isOwnOrigin(url.origin, host, head) ? [field[0], upstreamUrl(route, url)] : field;
}

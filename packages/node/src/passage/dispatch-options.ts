import { type Passage, readsTrailers } from '@drawbridge/core';
import type { Dispatcher } from 'undici';
import type { Way } from '../http/remote.ts';
import type { CallerBody } from './caller-body.ts';
import type { Content } from './content-of.ts';
import { unframed } from './framing.ts';

/** What goes to an upstream. */
export interface Outgoing {
  readonly passage: Passage;
  readonly method: string;
  readonly content: Content | undefined;
  readonly body: CallerBody | undefined;
  /** The protocol that is asked for in place of HTTP. */
  readonly protocol: string | undefined;
}

/**
 * A request as undici takes it, framed anew.
 *
 * @param own - over a connection for itself
 */
export function dispatchOptions(
  { passage, method, content, body, protocol }: Outgoing,
  way: Way,
  own: boolean,
): Dispatcher.DispatchOptions {
  const headers = unframed(passage.headers);
  if (content?.length !== undefined) headers.push('content-length', content.length);
  // HTTP/1.1 needs `Connection: TE` beside it, which undici cannot send; node:http2 throws at any other value, and at two.
  if (way.isHttp2 && !own && readsTrailers(passage.headers)) headers.push('te', 'trailers');
  const options: Dispatcher.DispatchOptions = {
    origin: passage.origin,
    path: passage.target,
    method,
    headers: way.isTunnel ? new Set(pairs(headers)) : headers,
    body: body ?? null,
    upgrade: protocol ?? null,
  };
  if (own) options.reset = true;
  return options;
}

/** As undici's tunnels need them: of a list they would keep the last of each name alone. */
function pairs(raw: readonly string[]): [string, string][] {
  const fields: [string, string][] = [];
  for (let index = 0; index + 1 < raw.length; index += 2) {
    fields.push([raw[index] as string, raw[index + 1] as string]);
  }
  return fields;
}

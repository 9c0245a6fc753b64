import { readStream } from '../encoding/read-stream.ts';
import { DrawbridgeError, toDrawbridgeError } from '../errors/drawbridge-error.ts';
import { type Log, silentLog } from '../log/log.ts';
import type { Call, Peer, Service } from './call.ts';
import { errorReply } from './error-reply.ts';
import { toResponse } from './to-response.ts';

/** A handler of the web platform; it never rejects. */
export type FetchHandler<Args extends readonly unknown[]> = (
  request: Request,
  ...args: Args
) => Promise<Response>;

/** What a service cannot read off a `Request`. */
export interface ToFetchOptions<Args extends readonly unknown[]> {
  /**
   * Who sent the request, by what the platform passes beside it. A header field tells that only where the
   * platform itself has set it, whatever the caller sent. Default: no address.
   */
  readonly peerOf?: (request: Request, ...args: Args) => Peer;
  /** Told when `peerOf` throws, or a service that should not. Default: nobody is. */
  readonly log?: Log;
}

const NO_PEER: Peer = { address: undefined };

/**
 * Serves a service where requests come as a `Request` of the Fetch standard: on Workers, and in Hono and its
 * kin. What the platform passes beside the request goes to `peerOf` and nowhere else.
 *
 * A `Request` is not what was sent. Compared with the listener of `@drawbridge/node`:
 *
 * - the target is resolved and normalised: `/a/../token` has become `/token` before anybody could refuse it;
 * - repeated header fields are joined by `, `, and names are in lower case and sorted;
 * - there is no certificate of the peer, unless `peerOf` gives one;
 * - limits of header, time and connections, and the refusal of what is no HTTP, are the platform's.
 *
 * A service whose base path is not that of its public URL says so by its own setting: the path is left as it is.
 */
export function toFetch<Args extends readonly unknown[] = unknown[]>(
  service: Pick<Service, 'handle'>,
  { peerOf = () => NO_PEER, log = silentLog }: ToFetchOptions<Args> = {},
): FetchHandler<Args> {
  return async (request, ...args) => {
    try {
      const call = toCall(request, peerOf(request, ...args));
      return toResponse(await service.handle(call), request.method);
    } catch (thrown) {
      const error = toDrawbridgeError(thrown);
      log.error('a service failed to answer', { detail: error.message });
      return toResponse(errorReply(error), request.method);
    }
  };
}

function toCall(request: Request, peer: Peer): Call {
  return {
    method: request.method,
    target: targetOf(request.url),
    headers: [...request.headers],
    body: request.body === null ? null : readBodyOf(request, request.body),
    peer,
    get signal() {
      return request.signal;
    },
  };
}

/** Path and query of an absolute URL, as they are in it. */
function targetOf(url: string): string {
  const [, rest = ''] = /^[^:/?#]+:\/\/[^/?#]*([^#]*)/.exec(url) ?? [];
  return rest.startsWith('/') ? rest : `/${rest}`;
}

async function* readBodyOf(
  request: Request,
  body: ReadableStream<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  if (request.bodyUsed || body.locked) {
    throw new DrawbridgeError('internal', {
      detail: 'the body of the request was read before the service saw it',
      hint: 'Hand the request to toFetch before anything that parses bodies.',
    });
  }
  yield* readStream(body);
}

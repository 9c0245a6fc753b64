import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  type Call,
  type HeaderField,
  headerFields,
  headerValues,
  type Peer,
  peerOf,
} from '@drawbridge/core';
import { readChunks } from './read-chunks.ts';
import type { Target } from './read-target.ts';

/**
 * Shows a request of node:http as the {@link Call} it is, as it came: but a target in absolute-form is one in
 * origin-form then, and a request of HTTP/1.0 without a Host field has one of it.
 */
export function toCall(
  request: IncomingMessage,
  response: ServerResponse,
  { target, authority }: Target = { target: request.url ?? '' },
): Call {
  const sent = headerFields(request.rawHeaders);
  const headers =
    authority === undefined || request.httpVersion !== '1.0' ? sent : withHost(sent, authority);
  return new RequestCall(request, response, target, headers);
}

/**
 * A class for the sake of the getter: V8 makes a hidden class of its own for each object literal that has one, and
 * keeps the request, and all that hangs on it, until the next full garbage collection with it.
 */
class RequestCall implements Call {
  readonly method: string;
  readonly target: string;
  readonly headers: readonly HeaderField[];
  readonly body: AsyncIterable<Uint8Array> | null;
  readonly peer: Peer;
  readonly #response: ServerResponse;
  #signal: AbortSignal | undefined;

  constructor(
    request: IncomingMessage,
    response: ServerResponse,
    target: string,
    headers: readonly HeaderField[],
  ) {
    this.method = request.method ?? '';
    this.target = target;
    this.headers = headers;
    this.body = hasContent(headers) ? readChunks(request) : null;
    this.peer = peerOf(request.socket);
    this.#response = response;
  }

  /** Made when it is first asked for: most calls are answered before anybody does, and it costs as much as a hash. */
  get signal(): AbortSignal {
    this.#signal ??= goneSignal(this.#response);
    return this.#signal;
  }
}

function withHost(headers: readonly HeaderField[], authority: string): readonly HeaderField[] {
  return headers.some(([name]) => name.toLowerCase() === 'host')
    ? headers
    : [...headers, ['host', authority]];
}

/** Fires when the connection ends before the reply was sent. */
function goneSignal(response: ServerResponse): AbortSignal {
  if (response.destroyed) return AbortSignal.abort();
  const gone = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) gone.abort();
  });
  return gone.signal;
}

const CONTENT_FIELDS = ['content-length', 'transfer-encoding'];

/** RFC 9112 section 6: these two fields alone announce content. */
function hasContent(headers: readonly HeaderField[]): boolean {
  return CONTENT_FIELDS.some((name) => headerValues({ headers }, name).length > 0);
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Call, HeaderField, Peer } from '@drawbridge/core';
import { peerCertificate } from './peer-certificate.ts';
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
  const sent = pairs(request.rawHeaders);
  const headers =
    authority === undefined || request.httpVersion !== '1.0' ? sent : withHost(sent, authority);
  let signal: AbortSignal | undefined;
  return {
    method: request.method ?? '',
    target,
    headers,
    body: hasContent(headers) ? readChunks(request) : null,
    peer: peerOf(request.socket),
    // Most calls are answered before anybody asks, and a signal costs as much as a hash.
    get signal() {
      signal ??= goneSignal(response);
      return signal;
    },
  };
}

function withHost(headers: readonly HeaderField[], authority: string): readonly HeaderField[] {
  return headers.some(([name]) => name.toLowerCase() === 'host')
    ? headers
    : [...headers, ['host', authority]];
}

function peerOf(socket: Socket): Peer {
  const certificate = peerCertificate(socket);
  return { address: socket.remoteAddress, ...(certificate !== undefined && { certificate }) };
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

function pairs(raw: readonly string[]): readonly HeaderField[] {
  const fields: HeaderField[] = [];
  for (let index = 0; index + 1 < raw.length; index += 2) {
    fields.push([raw[index] as string, raw[index + 1] as string]);
  }
  return fields;
}

const CONTENT_FIELDS = ['content-length', 'transfer-encoding'];

/** RFC 9112 section 6: these two fields alone announce content. */
function hasContent(headers: readonly HeaderField[]): boolean {
  return headers.some(([name]) => CONTENT_FIELDS.includes(name.toLowerCase()));
}

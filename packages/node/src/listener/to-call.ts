import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Call, HeaderField, Peer } from '@drawbridge/core';
import { peerCertificate } from './peer-certificate.ts';
import { readChunks } from './read-chunks.ts';

/** Shows a request of node:http as the {@link Call} it is, as it came. */
export function toCall(request: IncomingMessage, response: ServerResponse): Call {
  const headers = pairs(request.rawHeaders);
  let signal: AbortSignal | undefined;
  return {
    method: request.method ?? '',
    target: request.url ?? '',
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

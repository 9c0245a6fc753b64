import type { IncomingMessage } from 'node:http';
import type { Call, HeaderField } from '@drawbridge/core';

/** Shows a request of node:http as the {@link Call} it is, as it came. */
export function toCall(request: IncomingMessage, signal: AbortSignal): Call {
  return {
    method: request.method ?? '',
    target: request.url ?? '',
    headers: pairs(request.rawHeaders),
    body: hasContent(request) ? request : null,
    peer: { address: request.socket.remoteAddress },
    signal,
  };
}

function pairs(raw: readonly string[]): readonly HeaderField[] {
  const fields: HeaderField[] = [];
  for (let index = 0; index + 1 < raw.length; index += 2) {
    fields.push([raw[index] as string, raw[index + 1] as string]);
  }
  return fields;
}

/** RFC 9112 section 6: these two fields alone announce content. */
function hasContent({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || headers['content-length'] !== undefined;
}

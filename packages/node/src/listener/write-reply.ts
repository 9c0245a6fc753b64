import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Reply } from '@drawbridge/core';

/** How much of a request that nobody reads any more is still taken in, so that its sender sees the reply. */
const LINGER_BYTES = 8 * 1024 * 1024;
/** Milliseconds. */
const LINGER_TIME = 2_000;

/** Sends a reply. A request that was not read to its end ends the connection. */
export function writeReply(
  request: IncomingMessage,
  response: ServerResponse,
  { status, headers, body }: Reply,
): void {
  if (response.destroyed) return;
  const raw = headers.flat();
  if (request.method !== 'HEAD') raw.push('content-length', String(byteLength(body)));
  const unread = !request.complete;
  if (unread) raw.push('connection', 'close');
  response.writeHead(status, raw);
  if (unread) linger(request);
  response.end(request.method === 'HEAD' ? undefined : body);
}

function byteLength(body: Reply['body']): number {
  if (body === null) return 0;
  return typeof body === 'string' ? Buffer.byteLength(body) : body.length;
}

/**
 * Takes in, and drops, the rest of a request. Closing at once would reset the
 * connection under a sender who has not read our reply yet.
 */
function linger(request: IncomingMessage): void {
  const { socket } = request;
  const timer = setTimeout(() => socket.destroy(), LINGER_TIME);
  let dropped = 0;
  request.on('data', (chunk: Buffer) => {
    dropped += chunk.length;
    if (dropped > LINGER_BYTES) socket.destroy();
  });
  socket.once('close', () => clearTimeout(timer));
}

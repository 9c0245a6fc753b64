import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Reply } from '@drawbridge/core';

/** How much of a request that nobody reads any more is still taken in, so that its sender sees the reply. */
const LINGER_BYTES = 8 * 1024 * 1024;
/** Milliseconds. */
const LINGER_TIME = 2_000;

/**
 * Sends a reply. A request that was not read to its end ends the connection, but only
 * once its sender had the time to finish and to see the reply.
 *
 * @param last - ends the connection after this reply, and says so
 */
export function writeReply(
  request: IncomingMessage,
  response: ServerResponse,
  { status, headers, body }: Reply,
  last = false,
): void {
  // What was begun cannot be replaced by another reply.
  if (response.destroyed || response.headersSent) return;
  const raw: string[] = [];
  for (const [name, value] of headers) raw.push(name, value);
  if (request.method !== 'HEAD') raw.push('content-length', String(byteLength(body)));
  const unread = !request.complete;
  if (unread || last) raw.push('connection', 'close');
  response.writeHead(status, raw);
  if (unread) {
    sendAll(response, body);
    linger(request, response);
  } else {
    endWith(response, body);
  }
}

/**
 * Sends the whole reply and ends it. By `end(body)` Node writes an empty text behind the body, so two pieces by a slower call, which
 * costs about a tenth of a small reply; here head and body are one.
 */
function endWith(response: ServerResponse, body: Reply['body']): void {
  if (body !== null && byteLength(body) > 0) {
    response.cork();
    writeBody(response, body);
    response.uncork();
  }
  response.end();
}

/** Node writes a text and the head before it in one piece, by the encoding of the text; fields are bytes, so Latin-1 (RFC 9110 section 5.5). */
function writeBody(response: ServerResponse, body: string | Uint8Array): void {
  const isAscii = typeof body === 'string' && byteLength(body) === body.length;
  if (isAscii) response.write(body, 'latin1');
  else response.write(typeof body === 'string' ? Buffer.from(body) : body);
}

function byteLength(body: Reply['body']): number {
  if (body === null) return 0;
  return typeof body === 'string' ? Buffer.byteLength(body) : body.length;
}

/** Sends the whole reply without ending the connection. */
function sendAll(response: ServerResponse, body: Reply['body']): void {
  if (body === null || byteLength(body) === 0) response.flushHeaders();
  else writeBody(response, body);
}

/**
 * Takes in, and drops, the rest of a request, and ends the connection then. Closing at
 * once would reset it under a sender who has not read our reply yet.
 */
export function linger(request: IncomingMessage, response: ServerResponse): void {
  const { socket } = request;
  const timer = setTimeout(() => socket.destroy(), LINGER_TIME);
  let dropped = 0;
  request.on('data', (chunk: Buffer) => {
    dropped += chunk.length;
    if (dropped > LINGER_BYTES) socket.destroy();
  });
  // Whoever read it may have paused it.
  request.resume();
  request.once('end', () => {
    clearTimeout(timer);
    response.end();
  });
  socket.once('close', () => clearTimeout(timer));
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Log } from '@drawbridge/core';
import type { Connection } from './connections.ts';

/** Requests that may wait on one connection for the reply to the one before. */
const MAX_WAITING = 100;

/**
 * Has the requests of one connection answered one after the other, those too that came before the reply to the first: a
 * packet has room for thousands, and a caller who reads none of the replies would have us make and keep them all.
 *
 * @param begin - begins the answer to the request; not called where nobody would learn of it
 */
export function takeInTurn(
  log: Log,
  connection: Connection,
  request: IncomingMessage,
  response: ServerResponse,
  begin: () => void,
): void {
  const { socket, underWay, waiting } = connection;
  // RFC 9112 section 9.6: what comes after the last reply is not acted on, for nobody would learn
  // of it.
  if (connection.ended || socket.destroyed) return;
  if (waiting.length === MAX_WAITING) {
    log.info('too many requests ahead of their replies', { client: socket.remoteAddress });
    socket.destroy();
    return;
  }
  connection.newest = request;
  underWay.push(response);
  response.on('close', () => {
    underWay.splice(underWay.indexOf(response), 1);
    waiting.shift()?.();
  });
  const take = () => {
    const broken = connection.refused && !request.complete;
    if (!connection.ended && !socket.destroyed && !broken) begin();
  };
  if (underWay.length === 1) take();
  else waiting.push(take);
}

/**
 * Whether the reply to a request is the last of its connection, and must say so. Who sent more requests already is told
 * with the reply to the last of them.
 */
export function isLastReply(
  connection: Connection,
  request: IncomingMessage,
  response: ServerResponse,
  malformed: boolean,
): boolean {
  const last = malformed || (connection.retired && connection.newest === request);
  if (last || !request.complete || !response.shouldKeepAlive) connection.ended = true;
  return last;
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Reply } from '@drawbridge/core';
import { answerRequest, type Served } from './answer-request.ts';
import type { Connection } from './connections.ts';
import { writeReply } from './write-reply.ts';

/** Requests that may wait on one connection for the reply to the one before. */
const MAX_WAITING = 100;

/**
 * Has a request answered by a service, and sends the reply. Requests that came over one connection
 * before the reply to the first are answered one after the other: a packet has room for thousands,
 * and a caller who reads none of the replies would have us make and keep them all.
 */
export function serveCall(
  served: Served,
  connection: Connection,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const { socket, underWay, waiting } = connection;
  // RFC 9112 section 9.6: what comes after the last reply is not acted on, for nobody would learn
  // of it.
  if (connection.ended || socket.destroyed) return;
  if (waiting.length === MAX_WAITING) {
    served.log.info('too many requests ahead of their replies', { client: socket.remoteAddress });
    socket.destroy();
    return;
  }
  connection.newest = request;
  underWay.push(response);
  response.on('close', () => {
    underWay.splice(underWay.indexOf(response), 1);
    waiting.shift()?.();
  });
  const send = (reply: Reply, malformed: boolean) => {
    // Who sent more requests already is told with the reply to the last of them.
    const last = malformed || (connection.retired && connection.newest === request);
    if (last || !request.complete || !response.shouldKeepAlive) connection.ended = true;
    writeReply(request, response, reply, last);
  };
  const begin = () => {
    const broken = connection.refused && !request.complete;
    if (!connection.ended && !socket.destroyed && !broken) {
      void answerRequest(served, request, response, send);
    }
  };
  if (underWay.length === 1) begin();
  else waiting.push(begin);
}

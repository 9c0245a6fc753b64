import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Reply } from '@drawbridge/core';
import { answerRequest, type Served } from './answer-request.ts';
import type { Connection } from './connections.ts';
import { isLastReply, takeInTurn } from './take-in-turn.ts';
import { writeReply } from './write-reply.ts';

/** Has a request answered by a service when its turn on its connection has come, and sends the reply. */
export function serveCall(
  served: Served,
  connection: Connection,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const send = (reply: Reply, malformed: boolean) => {
    const last = isLastReply(connection, request, response, malformed);
    writeReply(request, response, reply, last);
  };
  takeInTurn(served.log, connection, request, response, () => {
    void answerRequest(served, request, response, send);
  });
}

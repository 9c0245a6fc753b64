import type { IncomingMessage, ServerResponse } from 'node:http';
import { DrawbridgeError, errorReply, type Log, type Service } from '@drawbridge/core';
import { answerRequest } from './answer-request.ts';
import { writeReply } from './write-reply.ts';

/** Answers one request of node:http. */
export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * Serves a service within a server of node:http that is somebody else's: one of Express or Fastify, or your own.
 * Requests are judged as they were sent, doubled header fields and unresolved paths included, which a `Request` of
 * the Fetch standard would not show. What belongs to connections stays with that server: limits of header and time,
 * the refusal of what is no HTTP, and closing gently; `listen` sees to those.
 *
 * The target is the whole one that was sent, also where a framework cut off the path that it mounted the handler at
 * (`originalUrl`): the service knows its base path itself.
 *
 * Nothing may read the body before: mount it ahead of what parses bodies. A request whose body is gone is answered
 * with 500, and the log is told.
 */
export function toRequestHandler(service: Pick<Service, 'handle'>, log: Log): RequestHandler {
  return (request, response) => {
    if (hasLostBody(request)) {
      log.error('a body was read before the service saw it', {
        detail: 'something before the service parses bodies, and a token cannot be read twice',
        hint: 'Mount the service ahead of it.',
      });
      writeReply(request, response, errorReply(new DrawbridgeError('internal')));
      return;
    }
    const { originalUrl } = request as { readonly originalUrl?: unknown };
    void answerRequest(
      { service, log },
      request,
      response,
      (reply, malformed) => writeReply(request, response, reply, malformed),
      typeof originalUrl === 'string' ? originalUrl : request.url,
    );
  };
}

function hasLostBody(request: IncomingMessage): boolean {
  const { 'content-length': length = '0', 'transfer-encoding': coding } = request.headers;
  const announced = coding !== undefined || length !== '0';
  return announced && (request.readableDidRead || request.readableFlowing === true);
}

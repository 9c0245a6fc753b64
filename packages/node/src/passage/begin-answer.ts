import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AnswerHead } from '@drawbridge/core';
import type { ReadAnswer } from './answer-head.ts';
import { unframed } from './framing.ts';

/**
 * Writes the head of an answer, framed anew: with the length of the content where the upstream said it, and in chunks
 * otherwise, or to the end of the connection for a caller of HTTP/1.0. It is sent with the content, or by `flushHeaders`.
 *
 * @param shown - the head that the caller shall see
 * @param last - ends the connection after this answer, and says so
 * @throws what node:http throws of a head that may not be
 */
export function beginAnswer(
  request: IncomingMessage,
  response: ServerResponse,
  { length, trailer }: Pick<ReadAnswer, 'length' | 'trailer'>,
  { status, headers }: AnswerHead,
  last: boolean,
): void {
  const raw = unframed(headers);
  // RFC 9110 section 8.6.
  if (length !== undefined && status !== 204) raw.push('content-length', length);
  else if (trailer !== undefined && comesInChunks(request, status)) raw.push('trailer', trailer);
  if (last) raw.push('connection', 'close');
  response.writeHead(status, raw);
}

function comesInChunks({ method, httpVersion }: IncomingMessage, status: number): boolean {
  return method !== 'HEAD' && status !== 204 && status !== 304 && httpVersion === '1.1';
}

import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { AnswerHead } from '@drawbridge/core';
import type { ReadAnswer } from './answer-head.ts';
import { unframed } from './framing.ts';

/** What a call asks for another protocol by. */
export interface Upgrade {
  /** The value of its `upgrade`. */
  readonly protocol: string;
  /** Takes over both connections. */
  join(caller: Socket, upstream: Socket): void;
}

/**
 * Writes the answer of 101; the caller's connection is free for another protocol then.
 *
 * @throws what node:http throws of a head that may not be
 */
export function switchProtocols(
  response: ServerResponse,
  { upgrade }: Pick<ReadAnswer, 'upgrade'>,
  { status, headers }: AnswerHead,
  asked: Upgrade,
  socket: Socket,
): void {
  const raw = unframed(headers);
  raw.push('connection', 'Upgrade', 'upgrade', upgrade ?? asked.protocol);
  response.writeHead(status, raw);
  response.flushHeaders();
  response.detachSocket(socket);
}

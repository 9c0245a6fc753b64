import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AnswerHead } from '@drawbridge/core';
import type { Connection } from '../listener/connections.ts';
import { linger } from '../listener/write-reply.ts';
import type { ReadAnswer } from './answer-head.ts';
import { beginAnswer } from './begin-answer.ts';
import { type RawTrailers, trailerFields } from './trailer-fields.ts';

/** Bytes that are copied sooner than written by themselves. */
const SHORT = 4096;

/** The answer of an upstream on its way to the caller. */
export class CallerAnswer {
  readonly #connection: Connection;
  readonly #request: IncomingMessage;
  readonly #response: ServerResponse;
  #drains = false;
  #isFlushed = false;
  /** Of the content that is to come, where that is known. */
  #length: number | undefined;
  #received = 0;

  constructor(connection: Connection, request: IncomingMessage, response: ServerResponse) {
    this.#connection = connection;
    this.#request = request;
    this.#response = response;
  }

  /**
   * Writes the head.
   *
   * @throws what node:http throws of a head that may not be
   */
  begin(answer: ReadAnswer, shown: AnswerHead): void {
    const connection = this.#connection;
    const response = this.#response;
    this.#length = lengthOf(this.#request, answer);
    const last = connection.retired && connection.newest === this.#request;
    beginAnswer(this.#request, response, answer, shown, last);
    if (last || !response.shouldKeepAlive) connection.ended = true;
    // Most often content follows at once, and the head goes out with it.
    process.nextTick(flush, this);
  }

  /** @returns `false` where it is to wait until `resume` is called */
  write(chunk: Buffer, resume: () => void): boolean {
    const response = this.#response;
    // As text, one byte a character, little content goes out with the head in one write.
    const isShort = !this.#isFlushed && this.#length !== undefined && chunk.length <= SHORT;
    this.#isFlushed = true;
    this.#received += chunk.length;
    if (isShort ? response.write(chunk.toString('latin1'), 'latin1') : response.write(chunk))
      return true;
    if (!this.#drains) {
      this.#drains = true;
      response.on('drain', resume);
    }
    return false;
  }

  /** Whether there is less than was promised. Of HTTP/1.1 undici makes sure of that by itself. */
  get isShort(): boolean {
    return this.#length !== undefined && this.#received < this.#length;
  }

  end(trailers: RawTrailers | null | undefined): void {
    const request = this.#request;
    const response = this.#response;
    this.#isFlushed = true;
    if (response.chunkedEncoding) {
      const fields = trailerFields(trailers);
      if (fields.length > 0) response.addTrailers(fields as [string, string][]);
    }
    // The answer came before the request was whole: its sender shall see it to the end.
    if (request.complete || response.shouldKeepAlive) response.end();
    if (!request.complete) linger(request, response);
  }

  /** The caller shall see that there is something missing. */
  breakOff(): void {
    const response = this.#response;
    this.#isFlushed = true;
    // Where the end of the connection is that of the content, a mere end would look like all of it.
    if (this.#length !== undefined || response.chunkedEncoding) response.destroy();
    else this.#connection.socket.resetAndDestroy();
  }

  static flush(answer: CallerAnswer): void {
    if (!answer.#isFlushed && !answer.#response.destroyed) answer.#response.flushHeaders();
  }
}

const { flush } = CallerAnswer;

/** How much content follows a head. */
function lengthOf({ method }: IncomingMessage, { status, length }: ReadAnswer): number | undefined {
  if (method === 'HEAD' || status === 204 || status === 304) return 0;
  return length === undefined ? undefined : Number(length);
}

import type { IncomingHttpHeaders } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Dispatcher } from 'undici';
import { type ReadAnswer, readAnswer } from './answer-head.ts';
import type { RawTrailers } from './trailer-fields.ts';

/** How much of an answer that nobody wants is taken in, to keep its connection. */
const DROPPED_BYTES = 64 * 1024;

/** Who is told of an answer. */
export interface AnswerTaker {
  onAnswer(attempt: Attempt, answer: ReadAnswer): void;
  /** @returns `false` to be sent no more until {@link Attempt.resume} */
  onContent(chunk: Buffer): boolean;
  onEnd(trailers: RawTrailers | null | undefined): void;
  onUpgrade(answer: ReadAnswer, socket: Duplex): void;
  onFault(attempt: Attempt, thrown: unknown): void;
}

type Ended = { readonly trailers: RawTrailers | null | undefined } | { readonly thrown: unknown };

/** One request to an upstream, and its answer, which can be held and dropped. */
export class Attempt implements Dispatcher.DispatchHandler {
  readonly #taker: AnswerTaker;
  #controller: Dispatcher.DispatchController | undefined;
  #state: 'passing' | 'held' | 'dropped' = 'passing';
  #dropped = 0;
  #aborted = false;
  /** While it was held. */
  #ended: Ended | undefined;

  constructor(taker: AnswerTaker) {
    this.#taker = taker;
  }

  /** Gives up the request; nothing more is told of it. */
  abort(): void {
    this.#state = 'dropped';
    this.#aborted = true;
    this.#controller?.abort(new Error('nobody waits for the answer any more'));
  }

  /** Lets the content of an answer wait, from within `onAnswer`. */
  hold(): void {
    this.#state = 'held';
    this.#controller?.pause();
  }

  /** Goes on with an answer that was held. */
  release(): void {
    this.#state = 'passing';
    if (this.#ended === undefined) this.#controller?.resume();
    else if ('thrown' in this.#ended) this.#taker.onFault(this, this.#ended.thrown);
    else this.#taker.onEnd(this.#ended.trailers);
  }

  /** Drops an answer that was held; its connection is kept where that costs little. */
  drop(): void {
    this.#state = 'dropped';
    if (this.#ended === undefined) this.#controller?.resume();
  }

  resume(): void {
    this.#controller?.resume();
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#aborted) this.abort();
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number): void {
    // Interim answers were for us (RFC 9110 section 15.2); a caller who waits for 100 got ours.
    if (status < 200 || this.#state === 'dropped') return;
    this.#taker.onAnswer(this, readAnswer(status, rawOf(controller)));
  }

  onRequestUpgrade(
    controller: Dispatcher.DispatchController,
    status: number,
    _headers: IncomingHttpHeaders,
    socket: Duplex,
  ): void {
    if (this.#state === 'dropped') socket.on('error', () => {}).destroy();
    else this.#taker.onUpgrade(readAnswer(status, rawOf(controller)), socket);
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#state === 'passing') {
      if (!this.#taker.onContent(chunk)) controller.pause();
      return;
    }
    this.#dropped += chunk.length;
    if (this.#dropped > DROPPED_BYTES) this.abort();
  }

  onResponseEnd(controller: Dispatcher.DispatchController): void {
    const { rawTrailers } = controller;
    if (this.#state === 'held') this.#ended = { trailers: rawTrailers };
    else if (this.#state === 'passing') this.#taker.onEnd(rawTrailers);
  }

  onResponseError(_controller: Dispatcher.DispatchController, thrown: Error): void {
    if (this.#state === 'held') this.#ended = { thrown };
    else if (this.#state === 'passing') this.#taker.onFault(this, thrown);
  }
}

function rawOf({ rawHeaders }: Dispatcher.DispatchController): readonly (Buffer | string)[] {
  return Array.isArray(rawHeaders) ? rawHeaders : [];
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import {
  DrawbridgeError,
  errorReply,
  headerFields,
  type Log,
  type Passage,
  type PassagePolicy,
  peerOf,
  type Reply,
  toDrawbridgeError,
} from '@drawbridge/core';
import type { Remote, Way } from '../http/remote.ts';
import type { Connection } from '../listener/connections.ts';
import { requestFault } from '../listener/request-fault.ts';
import { isLastReply } from '../listener/take-in-turn.ts';
import { writeReply } from '../listener/write-reply.ts';
import type { ReadAnswer } from './answer-head.ts';
import { type AnswerTaker, Attempt } from './attempt.ts';
import { CallerAnswer } from './caller-answer.ts';
import { CallerBody } from './caller-body.ts';
import { contentFault, contentOf } from './content-of.ts';
import { dispatchOptions } from './dispatch-options.ts';
import { isRepeatable } from './repeatable.ts';
import { RequestHead } from './request-head.ts';
import type { RawTrailers } from './trailer-fields.ts';
import { switchProtocols, type Upgrade } from './upgrade.ts';
import { whenKnown } from './when-known.ts';

/** What a proxy is made of. */
export interface ProxyOptions {
  /** Decides which calls go on, and where to. */
  readonly policy: PassagePolicy;
  /** The way out to an origin; asked for each call, so let it be at hand. */
  readonly remoteOf: (origin: string) => Remote;
  readonly log: Log;
}

/** One call, carried on, and its answer, carried back. */
export class Exchange implements AnswerTaker {
  readonly #options: ProxyOptions;
  readonly #connection: Connection;
  readonly #request: IncomingMessage;
  readonly #response: ServerResponse;
  readonly #upgrade: Upgrade | undefined;
  readonly #answer: CallerAnswer;
  #gone: AbortController | undefined;
  #attempt: Attempt | undefined;
  #passage: Passage | undefined;
  #body: CallerBody | undefined;
  #remote: Remote | undefined;
  #isRepeated = false;
  #isReplaced = false;
  #done = false;

  constructor(
    options: ProxyOptions,
    connection: Connection,
    request: IncomingMessage,
    response: ServerResponse,
    upgrade?: Upgrade,
  ) {
    this.#options = options;
    this.#connection = connection;
    this.#request = request;
    this.#response = response;
    this.#upgrade = upgrade;
    this.#answer = new CallerAnswer(connection, request, response);
  }

  /** Begins; there is nothing to wait for, and it throws nothing. */
  begin(): void {
    const request = this.#request;
    this.#response.once('close', this.#leave);
    try {
      const headers = headerFields(request.rawHeaders);
      const fault = requestFault({ headers }, request.httpVersion) ?? contentFault(request);
      if (fault !== undefined) {
        this.#reply(errorReply(fault), true);
        return;
      }
      const upgrade = this.#upgrade !== undefined;
      const peer = peerOf(this.#connection.socket);
      const head = new RequestHead(request, headers, peer, upgrade, this.#signal);
      whenKnown(this.#options.policy.admit(head), this.#admit, this.#crash);
    } catch (thrown) {
      this.#crash(thrown);
    }
  }

  onAnswer(attempt: Attempt, answer: ReadAnswer): void {
    const passage = this.#passage as Passage;
    if (answer.status !== 401 || this.#isReplaced) {
      this.#pass(answer);
      return;
    }
    if (this.#body !== undefined) {
      this.#tellRefused(passage, answer);
      this.#pass(answer);
      return;
    }
    attempt.hold();
    const decide = (replacement: Passage | undefined) => {
      if (this.#done) return;
      if (replacement === undefined) {
        this.#pass(answer);
        attempt.release();
        return;
      }
      attempt.drop();
      this.#isReplaced = true;
      this.#send(replacement, false);
    };
    try {
      whenKnown(passage.again(answer), decide, this.#crash);
    } catch (thrown) {
      this.#crash(thrown);
    }
  }

  onContent(chunk: Buffer): boolean {
    return this.#answer.write(chunk, this.#resume);
  }

  onEnd(trailers: RawTrailers | null | undefined): void {
    if (this.#answer.isShort) {
      this.#breakOff(new Error('the content was shorter than its length'));
      return;
    }
    this.#done = true;
    this.#body?.destroy();
    this.#answer.end(trailers);
  }

  onUpgrade(answer: ReadAnswer, upstream: Duplex): void {
    const { socket } = this.#connection;
    const upgrade = this.#upgrade;
    if (upgrade === undefined || socket.destroyed) {
      upstream.on('error', () => {}).destroy();
      return;
    }
    try {
      const shown = (this.#passage as Passage).toReply(answer);
      switchProtocols(this.#response, answer, shown, upgrade, socket);
    } catch (thrown) {
      upstream.on('error', () => {}).destroy();
      this.#fail(this.#unfit(thrown));
      return;
    }
    this.#done = true;
    upgrade.join(socket, upstream as Socket);
  }

  onFault(attempt: Attempt, thrown: unknown): void {
    if (attempt !== this.#attempt || this.#done) return;
    if (this.#response.headersSent) {
      this.#breakOff(thrown);
      return;
    }
    const isBare = this.#body === undefined && this.#upgrade === undefined;
    if (isBare && !this.#isRepeated && isRepeatable(thrown, this.#request.method)) {
      this.#isRepeated = true;
      this.#send(this.#passage as Passage, true);
      return;
    }
    const { code } = thrown as { readonly code?: unknown };
    // undici does not send what is no HTTP: what came from the caller went on.
    if (code === 'UND_ERR_INVALID_ARG' || code === 'UND_ERR_NOT_SUPPORTED') {
      this.#fail(new DrawbridgeError('request_malformed', { cause: thrown }));
      return;
    }
    this.#fail((this.#remote as Remote).faultOf(thrown, (this.#passage as Passage).origin));
  }

  readonly #admit = (admitted: Passage | Reply) => {
    if (this.#done) return;
    if ('origin' in admitted) this.#send(admitted, false);
    else this.#reply(admitted, false);
  };

  /** @param alone - over a connection of its own, which nobody used before */
  #send(passage: Passage, alone: boolean): void {
    this.#passage = passage;
    try {
      const remote = this.#options.remoteOf(passage.origin);
      const explain = (thrown: unknown) => {
        if (!this.#done) this.#fail(remote.faultOf(thrown, passage.origin));
      };
      this.#remote = remote;
      try {
        const way = remote.wayTo(passage.origin);
        whenKnown(way, (found) => this.#dispatch(found, passage, alone), explain);
      } catch (thrown) {
        explain(thrown);
      }
    } catch (thrown) {
      this.#crash(thrown);
    }
  }

  #dispatch(way: Way, passage: Passage, alone: boolean): void {
    if (this.#done) return;
    const request = this.#request;
    const { method = '' } = request;
    const protocol = this.#upgrade?.protocol;
    const content = protocol === undefined ? contentOf(request) : undefined;
    const body = content === undefined ? undefined : new CallerBody(request, this.#want);
    this.#body = body;
    const attempt = new Attempt(this);
    this.#attempt = attempt;
    // undici would leave out the content of a GET over HTTP/2.
    const isOdd = content !== undefined && (method === 'GET' || method === 'HEAD');
    const own = alone || isOdd || protocol !== undefined;
    try {
      const asked = dispatchOptions({ passage, method, content, body, protocol }, way, own);
      (own ? way.own : way.shared).dispatch(asked, attempt);
    } catch (thrown) {
      this.onFault(attempt, thrown);
    }
  }

  readonly #resume = () => this.#attempt?.resume();

  readonly #want = () => {
    if (/100-continue/i.test(this.#request.headers.expect ?? '')) this.#response.writeContinue();
  };

  #pass(answer: ReadAnswer): void {
    try {
      if (answer.coding !== undefined) throw new Error('its content has a transfer coding');
      this.#answer.begin(answer, (this.#passage as Passage).toReply(answer));
    } catch (thrown) {
      this.#attempt?.abort();
      this.#fail(this.#unfit(thrown));
    }
  }

  /** So that the next call need not be refused, too. */
  #tellRefused(passage: Passage, answer: ReadAnswer): void {
    const tell = (thrown: unknown) => {
      const { message: detail } = toDrawbridgeError(thrown);
      this.#options.log.error('a refused call could not be told of', { detail });
    };
    try {
      whenKnown(passage.again(answer), () => {}, tell);
    } catch (thrown) {
      tell(thrown);
    }
  }

  #unfit(cause: unknown): DrawbridgeError {
    return new DrawbridgeError('remote_invalid', {
      detail: `the head of the answer of ${this.#passage?.origin} cannot be passed on`,
      hint: 'Ask whoever runs the remote service what it sends.',
      cause,
    });
  }

  #fail(fault: DrawbridgeError): void {
    try {
      this.#reply((this.#passage as Passage).failed(fault), false);
    } catch (thrown) {
      this.#crash(thrown);
    }
  }

  #reply(reply: Reply, malformed: boolean): void {
    const request = this.#request;
    const response = this.#response;
    this.#done = true;
    this.#body?.destroy();
    const last = isLastReply(this.#connection, request, response, malformed);
    writeReply(request, response, reply, last);
  }

  #breakOff(thrown: unknown): void {
    this.#done = true;
    this.#body?.destroy();
    this.#options.log.warn('an answer broke off', {
      origin: this.#passage?.origin,
      detail: this.#remote?.faultOf(thrown, this.#passage?.origin ?? '').message,
    });
    this.#answer.breakOff();
  }

  readonly #crash = (thrown: unknown) => {
    if (this.#done) return;
    const error = toDrawbridgeError(thrown);
    this.#options.log.error('a call could not be carried on', { detail: error.message });
    this.#attempt?.abort();
    if (this.#response.headersSent) this.#breakOff(thrown);
    else this.#reply(errorReply(error), false);
  };

  /** Made when it is first asked for: most calls go on before anybody does, and it costs more than judging them. */
  readonly #signal = (): AbortSignal => {
    if (this.#gone === undefined) {
      this.#gone = new AbortController();
      if (this.#done) this.#gone.abort();
    }
    return this.#gone.signal;
  };

  /** The caller is gone, or has all of the answer. */
  readonly #leave = () => {
    if (this.#done) return;
    this.#done = true;
    this.#gone?.abort();
    this.#body?.destroy();
    this.#attempt?.abort();
  };
}

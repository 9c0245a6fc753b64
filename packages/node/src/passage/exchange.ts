import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import {
  type Awaitable,
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
import type { Dispatcher } from 'undici';
import type { Remote, Way } from '../http/remote.ts';
import { UnsentError } from '../http/unsent-stream.ts';
import type { Connection } from '../listener/connections.ts';
import { requestFault } from '../listener/request-fault.ts';
import { RequestHead } from './request-head.ts';
import { isLastReply } from '../listener/take-in-turn.ts';
import { linger, writeReply } from '../listener/write-reply.ts';
import type { ReadAnswer } from './answer-head.ts';
import { type AnswerTaker, Attempt } from './attempt.ts';
import { beginAnswer } from './begin-answer.ts';
import { CallerBody } from './caller-body.ts';
import { contentFault, contentOf } from './content-of.ts';
import { unframed } from './framing.ts';
import { type RawTrailers, trailerFields } from './trailer-fields.ts';

/** What a proxy is made of. */
export interface ProxyOptions {
  /** Decides which calls go on, and where to. */
  readonly policy: PassagePolicy;
  /** The way out to an origin; asked for each call, so let it be at hand. */
  readonly remoteOf: (origin: string) => Remote;
  readonly log: Log;
}

/** What a call asks for another protocol by. */
export interface Upgrade {
  /** The value of its `upgrade`. */
  readonly protocol: string;
  /** Takes over both connections. */
  join(caller: Socket, upstream: Socket): void;
}

/** A method that does the same done twice (RFC 9110 section 9.2.2). */
const IDEMPOTENT: ReadonlySet<string> = new Set([
  'DELETE',
  'GET',
  'HEAD',
  'OPTIONS',
  'PUT',
  'TRACE',
]);

/** How a kept connection looks that the upstream closed while we wrote to it. */
const CLOSED_MEANWHILE: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET']);

/** Bytes that are copied sooner than written by themselves. */
const SHORT = 4096;

/** One call, carried on, and its answer, carried back. */
export class Exchange implements AnswerTaker {
  readonly #options: ProxyOptions;
  readonly #connection: Connection;
  readonly #request: IncomingMessage;
  readonly #response: ServerResponse;
  readonly #upgrade: Upgrade | undefined;
  #gone: AbortController | undefined;
  #attempt: Attempt | undefined;
  #passage: Passage | undefined;
  #body: CallerBody | undefined;
  #remote: Remote | undefined;
  #isRepeated = false;
  #isReplaced = false;
  #drains = false;
  #isFlushed = false;
  /** Of the content that is to come, where that is known. */
  #length: number | undefined;
  #received = 0;
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
    if (answer.status !== 401 || this.#isReplaced || this.#body !== undefined) {
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
    const response = this.#response;
    // As text, one byte a character, little content goes out with the head in one write.
    const isShort = !this.#isFlushed && this.#length !== undefined && chunk.length <= SHORT;
    this.#isFlushed = true;
    this.#received += chunk.length;
    if (isShort ? response.write(chunk.toString('latin1'), 'latin1') : response.write(chunk))
      return true;
    if (!this.#drains) {
      this.#drains = true;
      response.on('drain', () => this.#attempt?.resume());
    }
    return false;
  }

  onEnd(trailers: RawTrailers | null | undefined): void {
    const request = this.#request;
    const response = this.#response;
    // Of HTTP/1.1 undici makes sure of that by itself.
    if (this.#length !== undefined && this.#received < this.#length) {
      this.#breakOff(new Error('the content was shorter than its length'));
      return;
    }
    this.#done = true;
    if (response.chunkedEncoding) {
      const fields = trailerFields(trailers);
      if (fields.length > 0) response.addTrailers(fields as [string, string][]);
    }
    this.#body?.destroy();
    // The answer came before the request was whole: its sender shall see it to the end.
    if (request.complete || response.shouldKeepAlive) response.end();
    if (!request.complete) linger(request, response);
  }

  onUpgrade(answer: ReadAnswer, upstream: Duplex): void {
    const { socket } = this.#connection;
    const response = this.#response;
    if (this.#upgrade === undefined || socket.destroyed) {
      upstream.on('error', () => {}).destroy();
      return;
    }
    try {
      const raw = unframed((this.#passage as Passage).toReply(answer).headers);
      raw.push('connection', 'Upgrade', 'upgrade', answer.upgrade ?? this.#upgrade.protocol);
      response.writeHead(answer.status, raw);
    } catch (thrown) {
      upstream.on('error', () => {}).destroy();
      this.#fail(this.#unfit(thrown));
      return;
    }
    this.#done = true;
    response.flushHeaders();
    response.detachSocket(socket);
    this.#upgrade.join(socket, upstream as Socket);
  }

  onFault(attempt: Attempt, thrown: unknown): void {
    if (attempt !== this.#attempt || this.#done) return;
    if (this.#response.headersSent) {
      this.#breakOff(thrown);
      return;
    }
    const { code } = thrown as { readonly code?: unknown };
    const isTaken = typeof code === 'string' && CLOSED_MEANWHILE.has(code);
    const isHarmless =
      thrown instanceof UnsentError || (isTaken && IDEMPOTENT.has(this.#request.method ?? ''));
    const isBare = this.#body === undefined && this.#upgrade === undefined;
    if (isHarmless && isBare && !this.#isRepeated) {
      this.#isRepeated = true;
      this.#send(this.#passage as Passage, true);
      return;
    }
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
    const method = request.method ?? '';
    const headers = unframed(passage.headers);
    const content = this.#upgrade === undefined ? contentOf(request) : undefined;
    if (content !== undefined) {
      this.#body = new CallerBody(request, this.#want);
      if (content.length !== undefined) headers.push('content-length', content.length);
    }
    const attempt = new Attempt(this);
    this.#attempt = attempt;
    // undici would leave out the content of a GET over HTTP/2.
    const isOdd = content !== undefined && (method === 'GET' || method === 'HEAD');
    const own = alone || isOdd || this.#upgrade !== undefined;
    const asked: Dispatcher.DispatchOptions = {
      origin: passage.origin,
      path: passage.target,
      method,
      headers: way.isTunnel ? new Set(pairs(headers)) : headers,
      body: this.#body ?? null,
      upgrade: this.#upgrade?.protocol ?? null,
    };
    if (own) asked.reset = true;
    try {
      (own ? way.own : way.shared).dispatch(asked, attempt);
    } catch (thrown) {
      this.onFault(attempt, thrown);
    }
  }

  readonly #want = () => {
    if (/100-continue/i.test(this.#request.headers.expect ?? '')) this.#response.writeContinue();
  };

  #pass(answer: ReadAnswer): void {
    const response = this.#response;
    this.#length = lengthOf(this.#request, answer);
    try {
      const last = this.#connection.retired && this.#connection.newest === this.#request;
      beginAnswer(
        this.#request,
        response,
        answer,
        (this.#passage as Passage).toReply(answer),
        last,
      );
      if (last || !response.shouldKeepAlive) this.#connection.ended = true;
    } catch (thrown) {
      this.#attempt?.abort();
      this.#fail(this.#unfit(thrown));
      return;
    }
    // Most often content follows at once, and the head goes out with it.
    process.nextTick(flush, this);
  }

  static flush(exchange: Exchange): void {
    if (!exchange.#isFlushed && !exchange.#done) exchange.#response.flushHeaders();
  }

  #unfit(cause: unknown): DrawbridgeError {
    return new DrawbridgeError('remote_invalid', {
      detail: `the head of the answer of ${this.#passage?.origin} cannot be passed on`,
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

  /** The caller shall see that there is something missing. */
  #breakOff(thrown: unknown): void {
    const response = this.#response;
    const { socket } = this.#connection;
    this.#done = true;
    this.#body?.destroy();
    this.#options.log.warn('an answer broke off', {
      origin: this.#passage?.origin,
      detail: this.#remote?.faultOf(thrown, this.#passage?.origin ?? '').message,
    });
    // Where the end of the connection is that of the content, a mere end would look like all of it.
    if (this.#length !== undefined || response.chunkedEncoding) response.destroy();
    else socket.resetAndDestroy();
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

const { flush } = Exchange;

/** How much content follows a head. */
function lengthOf({ method }: IncomingMessage, { status, length }: ReadAnswer): number | undefined {
  if (method === 'HEAD' || status === 204 || status === 304) return 0;
  return length === undefined ? undefined : Number(length);
}

/** At once where it is known already: most calls need no promise. */
function whenKnown<Value>(
  value: Awaitable<Value>,
  take: (value: Value) => void,
  fail: (thrown: unknown) => void,
): void {
  if (value instanceof Promise) value.then(take).catch(fail);
  else take(value);
}

/** As undici's tunnels need them: of a list they would keep the last of each name alone. */
function pairs(raw: readonly string[]): [string, string][] {
  const fields: [string, string][] = [];
  for (let index = 0; index + 1 < raw.length; index += 2) {
    fields.push([raw[index] as string, raw[index + 1] as string]);
  }
  return fields;
}

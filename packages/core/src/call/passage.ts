import type { Awaitable } from '../engine/engine.ts';
import type { DrawbridgeError } from '../errors/drawbridge-error.ts';
import type { Call, HeaderField, Reply } from './call.ts';

/** What is known of a call that goes on to somebody else, before its body is read. */
export interface CallHead extends Omit<Call, 'body'> {
  /** Whether it asks for another protocol on the same connection (RFC 9110 section 7.8), such as WebSocket. */
  readonly upgrade: boolean;
}

/** The head of an answer. */
export interface AnswerHead {
  readonly status: number;
  /** In the order of arrival, repeated fields apart. */
  readonly headers: readonly HeaderField[];
}

/**
 * How a call goes on to an upstream, and what its answer looks like on the way back. Whoever carries it
 * adds the fields that frame a message on its own connections (RFC 9112 section 6), and nothing else.
 */
export interface Passage {
  /** Where to: `https://api.example.com`, with a port where it is not the usual one. */
  readonly origin: string;
  /** The request-target, in origin-form. */
  readonly target: string;
  /**
   * All of them, `host` too. None is about one connection alone (RFC 9110 section 7.6.1), but for `te` of `trailers`
   * where the caller reads those: it goes on where it can, over HTTP/2.
   */
  readonly headers: readonly HeaderField[];
  /** The head of the upstream's answer, as the caller shall see it. */
  toReply(answer: AnswerHead): AnswerHead;
  /**
   * Told of an answer of 401.
   *
   * @returns the passage to send the call by once more, in place of this one; `undefined` where the answer stands. It stands
   *   in any case where the call has content, for that is gone, and nobody waits for what is returned then
   */
  again(answer: AnswerHead): Awaitable<Passage | undefined>;
  /** What the caller is told when the upstream gave no answer. */
  failed(fault: DrawbridgeError): Reply;
}

/** Decides which calls go on, and where to. */
export interface PassagePolicy {
  /** @returns a passage, or the reply to a call that does not go on; it never rejects */
  admit(head: CallHead): Awaitable<Passage | Reply>;
}

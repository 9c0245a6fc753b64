import {
  type Call,
  type Clock,
  DrawbridgeError,
  quote,
  type Reply,
  toDrawbridgeError,
} from '@drawbridge/core';
import { type Dialect, pathOf } from '../dialects/dialect.ts';
import type { Question } from '../question/question.ts';
import type { Decide } from './decide.ts';
import type { Answered } from './report.ts';
import type { Verdict } from './verdict.ts';

/** What questions of proxies are answered with. */
export interface AnswerOptions {
  /** Whether an address is that of a proxy whose word counts. */
  readonly isProxy: (address: string | undefined) => boolean;
  /** The address of the client; `undefined` where the proxy does not tell. */
  readonly addressOf: (call: Call) => string | undefined;
  readonly decide: Decide;
  /** What is answered in place of a verdict, which stays what it was: it lets nobody through who is not. */
  readonly told: (verdict: Verdict, question: Question | undefined, call: Call) => Verdict;
  readonly report: (answered: Answered) => void;
  readonly clock: Clock;
}

/** Answers a question of a proxy, whatever its own method is. */
export type AnswerQuestion = (dialect: Dialect, call: Call) => Promise<Reply>;

/**
 * Makes {@link AnswerQuestion}. What does not come from a trusted proxy is not read: its fields are the words of a client, who
 * would tell of another address than it asks for.
 */
export function createAnswerQuestion(options: AnswerOptions): AnswerQuestion {
  const { isProxy, addressOf, decide, told, report, clock } = options;

  function read(dialect: Dialect, call: Call): Question {
    if (isProxy(call.peer.address)) return dialect.read(call, addressOf);
    throw new DrawbridgeError('proxy_unproven', {
      detail: `${quote(call.peer.address)} asks at ${pathOf(dialect)} and is none of gateway.trustedProxies`,
      hint: 'If that is the proxy, name its address there. If not, let nobody else reach that path.',
    });
  }

  return async (dialect, call) => {
    const begun = clock.monotonic();
    let question: Question | undefined;
    let verdict: Verdict;
    try {
      question = read(dialect, call);
      verdict = await decide(question);
    } catch (thrown) {
      const fault = toDrawbridgeError(thrown);
      verdict = { kind: fault.kind === 'bug' ? 'unavailable' : 'malformed', fault };
    }
    const reply = dialect.reply(told(verdict, question, call), question);
    const client = question === undefined ? call.peer.address : question.address;
    report({ dialect: dialect.name, verdict, status: reply.status, question, client, begun });
    // RFC 9110 section 9.3.2: all but the content.
    return call.method === 'HEAD' ? { ...reply, body: null } : reply;
  };
}

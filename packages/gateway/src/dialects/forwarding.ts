import type { Call, HeaderField, Reply } from '@drawbridge/core';
import { refusalReply } from '../answers/refusal-reply.ts';
import type { Verdict } from '../decision/verdict.ts';
import { makeQuestion } from '../question/make-question.ts';
import type { Question } from '../question/question.ts';
import type { Dialect } from './dialect.ts';
import { readField } from './read-field.ts';

/** How proxies are told that a request may go on: with 200 and nothing else, since some take no other status for it. */
export function allowedReply({ fields }: Extract<Verdict, { kind: 'allowed' }>): Reply {
  return { status: 200, headers: [...fields, ['cache-control', 'no-store']], body: null };
}

/** Methods that a browser repeats at another address (RFC 9110 section 15.4.3); after any other it is to ask by GET. */
const REPEATED = new Set(['GET', 'HEAD', 'OPTIONS']);

/** What a proxy hands to the browser as it is, where a request may not go on. */
export function directReply(
  verdict: Exclude<Verdict, { kind: 'allowed' }>,
  question: Question | undefined,
): Reply {
  if (verdict.kind === 'signIn') return redirect(verdict.url, question);
  return refusalReply(verdict, STATUS[verdict.kind], question?.isPage === true);
}

const STATUS = { unauthorized: 401, forbidden: 403, malformed: 400, unavailable: 503 } as const;

function redirect(url: string, question: Question | undefined): Reply {
  const headers: HeaderField[] = [
    ['location', url],
    ['cache-control', 'no-store'],
  ];
  return { status: REPEATED.has(question?.method ?? 'GET') ? 302 : 303, headers, body: null };
}

/** The dialect of a proxy that writes `X-Forwarded-*`, and hands to the browser what is not 200. */
export function forwardingDialect(name: string): Dialect {
  return {
    name,
    read: (call, addressOf) => readForwarded(call, addressOf),
    reply: (verdict, question) =>
      verdict.kind === 'allowed' ? allowedReply(verdict) : directReply(verdict, question),
  };
}

function readForwarded(call: Call, addressOf: (call: Call) => string | undefined): Question {
  return makeQuestion(
    call,
    {
      method: readField(call, 'x-forwarded-method'),
      scheme: readField(call, 'x-forwarded-proto'),
      host: readField(call, 'x-forwarded-host'),
      target: readField(call, 'x-forwarded-uri'),
    },
    addressOf(call),
  );
}

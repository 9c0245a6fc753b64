import { type Call, headerValues } from '@drawbridge/core';
import type { Verdict } from '../decision/verdict.ts';
import type { Question } from '../question/question.ts';
import { hasCheckCookie } from './check-cookies.ts';

/** By this in `Accept`, which proxies hand on, it is known that somebody looks at what gets to the gateway. */
export const CHECK_TYPE = 'application/vnd.drawbridge.check';

/** In the address to sign in at, for who looks: whether the cookies of the browser reached the gateway, `seen` or `none`. */
export const CHECK_PARAMETER = 'cookies';

/** In an address of the auth host, for who looks: a {@link Refused}. */
export const REFUSED_PARAMETER = 'refused';

/**
 * Why a question was refused before any rule was asked: what it says of scheme or host is not as `gateway.url` and
 * `gateway.hosts` have it, or the code of the fault.
 */
export type Refused = 'scheme' | 'host' | 'request_malformed' | 'proxy_unproven';

/** Whether somebody looks at what gets to the gateway. */
function isChecked(call: Pick<Call, 'headers'>): boolean {
  return headerValues(call, 'accept').some((value) => value.includes(CHECK_TYPE));
}

/**
 * What is answered to who looks, in place of a verdict that lets nobody through. nginx shows nothing of an answer but an address to
 * go to, so what the gateway saw is put into that: of a question that was refused before any rule was asked, why; of a person who is
 * to sign in, whether the cookies came.
 *
 * @param url - `gateway.url`
 */
export function checkedVerdict(
  verdict: Verdict,
  question: Question | undefined,
  call: Pick<Call, 'headers'>,
  url: string,
): Verdict {
  if (verdict.kind === 'allowed' || !isChecked(call)) return verdict;
  const { fault } = verdict;
  if (verdict.kind === 'signIn') {
    return { kind: 'signIn', url: withCookiesSeen(verdict.url, question), fault };
  }
  const refused = refusedOf(verdict, question, url);
  if (refused === undefined) return verdict;
  return { kind: 'signIn', url: `${url}/?${REFUSED_PARAMETER}=${refused}`, fault };
}

function withCookiesSeen(url: string, question: Question | undefined): string {
  const isSeen = question !== undefined && hasCheckCookie(question.cookies, question.scheme);
  return `${url}&${CHECK_PARAMETER}=${isSeen ? 'seen' : 'none'}`;
}

function refusedOf(
  verdict: Verdict,
  question: Question | undefined,
  url: string,
): Refused | undefined {
  if (verdict.kind !== 'malformed' && verdict.kind !== 'forbidden') return undefined;
  const { code } = verdict.fault;
  if (code === 'request_malformed' || code === 'proxy_unproven') return code;
  if (code !== 'request_forbidden' || question === undefined) return undefined;
  return url.startsWith(`${question.scheme}:`) ? 'host' : 'scheme';
}

import { type Call, type HeaderField, headerValues } from '@drawbridge/core';
import type { Verdict } from '../decision/verdict.ts';
import type { Question } from '../question/question.ts';
import { loginUrl } from '../sign-in/login-url.ts';
import { hasCheckCookie } from './check-cookies.ts';

/** By this in `Accept`, which proxies hand on, it is known that somebody looks at what gets to the gateway. */
export const CHECK_TYPE = 'application/vnd.drawbridge.check';

/** In the address to sign in at, for who looks: whether the cookies of the browser reached the gateway, `seen` or `none`. */
export const CHECK_PARAMETER = 'cookies';

/** Says to who looks what of a question is not as `gateway.url` and `gateway.hosts` have it: `scheme` or `host`. */
export const CHECK_FIELD = 'x-drawbridge-check';

/** Whether somebody looks at what gets to the gateway. */
export function isChecked(call: Pick<Call, 'headers'>): boolean {
  return headerValues(call, 'accept').some((value) => value.includes(CHECK_TYPE));
}

/** Where a person is sent who is to sign in. */
export function checkedLoginUrl(question: Question): string {
  const url = loginUrl(question);
  if (question.isChecked !== true) return url;
  const isSeen = hasCheckCookie(question.cookies, question.scheme);
  return `${url}&${CHECK_PARAMETER}=${isSeen ? 'seen' : 'none'}`;
}

/**
 * What else is said to who looks, of a question that is refused before any rule is asked: the public message is the same for
 * all reasons.
 *
 * @param scheme - of `gateway.url`
 */
export function checkedFields(
  verdict: Verdict,
  question: Question | undefined,
  scheme: 'http' | 'https',
): readonly HeaderField[] {
  if (question?.isChecked !== true || verdict.kind !== 'forbidden') return [];
  if (verdict.fault.code !== 'request_forbidden') return [];
  return [[CHECK_FIELD, question.scheme === scheme ? 'host' : 'scheme']];
}

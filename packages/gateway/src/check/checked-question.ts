import type { HeaderField } from '@drawbridge/core';
import type { Verdict } from '../decision/verdict.ts';
import type { Question } from '../question/question.ts';
import { loginUrl } from '../sign-in/login-url.ts';
import { isChecked } from './check-cookies.ts';

/** In the address to sign in at: that the cookies of the browser reached the gateway. */
export const SEEN = 'cookies=seen';

/** Says what of a question is not as `gateway.url` and `gateway.hosts` have it: `scheme` or `host`. */
export const CHECK_FIELD = 'x-drawbridge-check';

/** Where a person is sent who is to sign in; who looks whether cookies arrive is told that they do. */
export function checkedLoginUrl(question: Question): string {
  const url = loginUrl(question);
  return isChecked(question.cookies, question.scheme) ? `${url}&${SEEN}` : url;
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
  if (question === undefined || verdict.kind !== 'forbidden') return [];
  if (verdict.fault.code !== 'request_forbidden' || !isChecked(question.cookies, scheme)) return [];
  return [[CHECK_FIELD, question.scheme === scheme ? 'host' : 'scheme']];
}

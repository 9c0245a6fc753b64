import type { Question } from '../question/question.ts';

/** Where a browser begins to sign in, on each app host. */
export const LOGIN_PATH = '/.drawbridge/login';

/** Where a person is sent who is to sign in: on the app's own host, with the way back in it. */
export function loginUrl({
  scheme,
  host,
  target,
}: Pick<Question, 'scheme' | 'host' | 'target'>): string {
  return `${scheme}://${host}${LOGIN_PATH}?url=${encodeURIComponent(target)}`;
}

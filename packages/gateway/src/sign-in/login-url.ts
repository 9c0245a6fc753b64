import type { Question } from '../question/question.ts';
import { APP_BASE, type AppBase } from './app-base.ts';

/** Where a browser begins to sign in, on each app host. */
export const LOGIN_PATH = `${APP_BASE}/login`;

/** Where a person is sent who is to sign in: on the app's own host, with the way back in it. */
export function loginUrl(
  { scheme, host, target }: Pick<Question, 'scheme' | 'host' | 'target'>,
  base: AppBase = APP_BASE,
): string {
  return `${scheme}://${host}${base}/login?url=${encodeURIComponent(target)}`;
}

import { type HeaderField, type Log, type Reply, toDrawbridgeError } from '@drawbridge/core';
import { refusedPage } from '@drawbridge/pages';
import { pageReply } from '../answers/page-reply.ts';

/**
 * The page for a sign-out that did not come to its end. Cookies are cleared all the same: the browser is signed out, though
 * a copy of its cookie would still be good.
 *
 * @param next - a sentence: what to do
 */
export function notEndedReply(
  thrown: unknown,
  next: string,
  log: Log,
  cleared: readonly HeaderField[],
): Reply {
  const fault = toDrawbridgeError(thrown);
  const { code, message, kind, publicMessage, retryAfter } = fault;
  log[kind === 'bug' ? 'error' : 'warn']('session not ended', { code, detail: message });
  const page = refusedPage({
    heading: 'You are not signed out everywhere',
    what: `${cleared.length === 0 ? 'Your session' : 'The cookies were taken from this browser, but your session'} could not be ended. ${publicMessage}`,
    next: [next, 'If it stays so, tell whoever runs your apps, and name the error code.'],
    code,
  });
  return pageReply(fault.status, page, [
    ...(retryAfter === undefined ? [] : [['retry-after', String(retryAfter)] as const]),
    ...cleared,
  ]);
}

import { type HeaderField, type Log, type Reply, toDrawbridgeError } from '@drawbridge/core';
import { refusedPage } from '@drawbridge/pages';
import { pageReply } from '../answers/page-reply.ts';
import { retryAfterField } from '../answers/retry-after-field.ts';
import { tellFault } from '../told-fault.ts';

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
  tellFault(log, 'session not ended', fault);
  const page = refusedPage({
    heading: 'You are not signed out everywhere',
    what: `${cleared.length === 0 ? 'Your session' : 'The cookies were taken from this browser, but your session'} could not be ended. ${fault.publicMessage}`,
    next: [next, 'If it stays so, tell whoever runs your apps, and name the error code.'],
    code: fault.code,
  });
  return pageReply(fault.status, page, [...retryAfterField(fault), ...cleared]);
}

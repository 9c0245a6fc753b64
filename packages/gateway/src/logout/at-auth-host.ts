import type { Call, HeaderField, Reply } from '@drawbridge/core';
import { confirmSignOutPage } from '@drawbridge/pages';
import { changesState } from '../browser/changes-state.ts';
import { formReply } from '../browser/form-reply.ts';
import { isAhead, notYetReply } from '../browser/is-ahead.ts';
import { isOwnRequest } from '../browser/is-own-request.ts';
import { readQuery } from '../browser/parameters.ts';
import type { Session } from '../session/session.ts';
import { displayName } from '../user/display-name.ts';
import { endSessions } from './end-sessions.ts';
import { leave } from './leave.ts';
import { takeLeft } from './left-session.ts';
import type { LeftSession, LogoutContext } from './logout-context.ts';
import { notEndedReply } from './not-ended.ts';

/**
 * `AUTH/logout`, where an app host sends a browser whose session it ended, and where a person may come by themselves.
 *
 * A session that is still good is not the one of the app host, so that it is ended for its own person alone: without a
 * request of this very host there is a page with a button. What an app host left is no exception, since anybody can have one
 * left for a session of their own, and send others here with it.
 */
export async function atAuthHost(context: LogoutContext, call: Call): Promise<Reply> {
  const { auth, cookies, browsers, before, log } = context;
  if (isAhead(call)) return notYetReply();
  const isOwn = changesState(call) && isOwnRequest(call, auth.url);
  const again = 'Load this page again in a minute, and sign out once more.';
  // Read before all else: a doubled parameter is the caller's fault, and changes nothing.
  const request = readQuery(call).one('request');
  let found: readonly Session[] = [];
  let left: LeftSession | undefined;
  let clearedBefore: readonly HeaderField[] = [];
  try {
    if (changesState(call) && request !== undefined) left = await takeLeft(context, call, request);
    found = await browsers.toEnd(call, auth.host);
    const [first] = found;
    if (first !== undefined && !isOwn) {
      return formReply(confirmSignOutPage({ who: displayName(first.user) }));
    }
    const isAsked = isOwn || left !== undefined;
    if (!isAsked && (await before?.isHeld(call, auth.host)) === true) {
      return formReply(confirmSignOutPage({}));
    }
    left = (await endSessions(context, found)) ?? left;
    if (isAsked) clearedBefore = (await before?.end(call, auth.host)) ?? [];
  } catch (thrown) {
    return notEndedReply(
      thrown,
      again,
      log,
      isOwn || left !== undefined ? cookies.clear(call) : [],
    );
  }
  const cleared = isOwn || left !== undefined ? cookies.clear(call) : [];
  return leave(context, call, left, [...cleared, ...clearedBefore]);
}

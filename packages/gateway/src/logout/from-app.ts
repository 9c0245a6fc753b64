import type { Call, Reply } from '@drawbridge/core';
import { confirmSignOutPage } from '@drawbridge/pages';
import { changesState } from '../browser/changes-state.ts';
import { formReply } from '../browser/form-reply.ts';
import { isAhead, notYetReply } from '../browser/is-ahead.ts';
import { isOwnRequest } from '../browser/is-own-request.ts';
import { endSessions } from './end-sessions.ts';
import { leadOn } from './leave.ts';
import { keepLeft } from './left-session.ts';
import type { LogoutContext } from './logout-context.ts';
import { notEndedReply } from './not-ended.ts';

/** Where somebody signs out on the auth host. */
const LOGOUT_PATH = '/logout';

/**
 * `APP/.drawbridge/logout`: ends the session of this browser, everywhere, takes its cookies of this host away, and sends it to
 * the auth host, to lose those there, and to be signed out at the provider.
 *
 * What another site began, and a picture or a frame of the app's own, is answered by a page with a button: what somebody wrote
 * in a forum is to sign nobody out.
 */
export async function fromApp(context: LogoutContext, call: Call, host: string): Promise<Reply> {
  const { auth, cookies, browsers, before, log } = context;
  if (isAhead(call)) return notYetReply();
  if (!changesState(call) || !isOwnRequest(call, `${auth.scheme}://${host}`)) {
    return formReply(confirmSignOutPage({}));
  }
  const cleared = cookies.clear(call);
  try {
    // Ended here and not there: the auth host need not have a cookie of it any more.
    const left = await endSessions(context, await browsers.toEnd(call, host));
    // After it: what ends the sign-in before ends what was made of it too, and may fail for what others planted.
    const clearedBefore = (await before?.end(call, host)) ?? [];
    const query = left === undefined ? '' : `?request=${await keepLeft(context, left)}`;
    return leadOn(call, `${auth.url}${LOGOUT_PATH}${query}`, [...cleared, ...clearedBefore]);
  } catch (thrown) {
    const next = `Open ${auth.url}${LOGOUT_PATH} in a minute, which ends the session too.`;
    return notEndedReply(thrown, next, log, cleared);
  }
}

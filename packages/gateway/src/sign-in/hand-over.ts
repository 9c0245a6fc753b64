import {
  type Call,
  DrawbridgeError,
  epochSeconds,
  type HeaderField,
  type Reply,
} from '@drawbridge/core';
import { signInLoopPage } from '@drawbridge/pages';
import { pageReply } from '../answers/page-reply.ts';
import { redirectReply } from '../answers/redirect-reply.ts';
import type { Session } from '../session/session.ts';
import type { LoginRequest } from './login-request.ts';
import { againUrl } from './problem.ts';
import type { SignInContext } from './sign-in-context.ts';
import { watchLoop } from './watch-loop.ts';

/**
 * Sends somebody who is signed in on to the app: with a code, or, where the request is over and with it the cookie that it
 * is bound to, to where a new one is made.
 *
 * @param headers - to set beside
 */
export async function handOver(
  context: SignInContext,
  call: Call,
  request: LoginRequest,
  session: Session,
  headers: readonly HeaderField[] = [],
): Promise<Reply> {
  const { sessions, auth, browsers, handOvers, clock, log } = context;
  const { host, to, base, binding, until } = request;
  const watch = await watchLoop(context, call, request);
  // It was used, so its idle time begins anew, and the cookie is to say so.
  const own = await sessions.cookieFor(session, auth.host);
  const fields = [...browsers.fields(call, own, session.endsAt), ...watch.headers, ...headers];
  if (watch.isLoop) {
    log.warn('sign-in goes in a circle', {
      host,
      detail:
        'the app host asks for a sign-in again and again of somebody who is signed in: its cookie does not come back',
    });
    const { code, status } = new DrawbridgeError('sign_in_unavailable');
    const page = signInLoopPage({ host, again: againUrl(context, request), code });
    return pageReply(status, page, fields);
  }
  if (until <= epochSeconds(clock)) return redirectReply(againUrl(context, request), fields);
  const cookie = await sessions.cookieFor(session, host);
  const code = await handOvers.keep({ host, to, binding, cookie, endsAt: session.endsAt });
  return redirectReply(`${auth.scheme}://${host}${base}/callback?code=${code}`, fields);
}

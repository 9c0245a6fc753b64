import { type Call, DrawbridgeError, type Reply } from '@drawbridge/core';
import { accountPage, noAccountPage, refusedPage } from '@drawbridge/pages';
import { pageReply } from '../answers/page-reply.ts';
import { redirectReply } from '../answers/redirect-reply.ts';
import { formReply } from '../browser/form-reply.ts';
import { isOwnRequest } from '../browser/is-own-request.ts';
import { readForm } from '../browser/parameters.ts';
import { endSessions } from '../logout/end-sessions.ts';
import { leave } from '../logout/leave.ts';
import type { LogoutContext } from '../logout/logout-context.ts';
import { notEndedReply } from '../logout/not-ended.ts';
import { loginUrl } from '../sign-in/login-url.ts';
import type { Session } from '../session/session.ts';
import { displayName } from '../user/display-name.ts';
import { createFormToken } from './form-token.ts';

/** A person's own page. */
export interface Account {
  /** `GET AUTH/`: who is signed in, and where. @throws {DrawbridgeError} of kind `upstream` */
  show(call: Call): Promise<Reply>;
  /** `POST AUTH/`: its buttons. @throws {DrawbridgeError} of kind `request` for what is no form of it, or of kind `upstream` */
  act(call: Call): Promise<Reply>;
}

/**
 * Makes {@link Account}.
 *
 * @param context - that of the logout: who leaves here goes by way of it
 * @param options - the path of a page that says what a session is made of, to be led to. Default: there is none
 */
export function createAccount(
  context: LogoutContext,
  { inspector }: { readonly inspector?: string | undefined } = {},
): Account {
  const { auth, sessions, browsers, before, cookies, providers, log } = context;
  const tokens = createFormToken(context.sealer);
  const titleOf = (name: string) => providers.find((each) => each.name === name)?.title ?? name;

  return {
    async show(call) {
      const session = await browsers.find(call, auth.host);
      if (session === undefined) {
        // What opens nothing any more need not come again.
        const dead = cookies.read(call).length > 0 ? cookies.clearSession(call) : [];
        return pageReply(200, noAccountPage(loginUrl({ ...auth, target: '/' })), dead);
      }
      const page = accountPage({
        who: displayName(session.user),
        provider: titleOf(session.user.provider),
        sessions: await listSessions(session),
        formToken: await tokens.make(session),
        inspector,
      });
      return formReply(page);
    },

    async act(call) {
      if (!isOwnRequest(call, auth.url)) return notOfThisPage();
      const form = await readForm(call);
      const [token, handle] = [form.one('form'), form.one('handle')];
      const [isThis, isAll] = [form.one('this') !== undefined, form.one('all') !== undefined];
      const found = await browsers.toEnd(call, auth.host);
      const [session] = found;
      // It was ended elsewhere meanwhile: the page says so.
      if (session === undefined) return redirectReply(`${auth.url}/`);
      if (token === undefined || !(await tokens.isOf(session, token))) return notOfThisPage();
      const { issuer, subject } = session.user;
      if (isThis || isAll) {
        const cleared = cookies.clear(call);
        try {
          const clearedBefore = (await before?.end(call, auth.host)) ?? [];
          const left = await endSessions(context, found);
          if (isAll) {
            await sessions.endPerson(issuer, subject);
            log.info('sessions ended', { by: 'person', issuer, of: 'person' });
          }
          return await leave(context, call, left, [...cleared, ...clearedBefore]);
        } catch (thrown) {
          return notEndedReply(
            thrown,
            'Sign in again in a minute, and end them then.',
            log,
            cleared,
          );
        }
      }
      if (handle !== undefined && (await sessions.endListed(session.user, handle))) {
        log.info('session ended', { by: 'person', provider: session.user.provider });
      }
      return redirectReply(`${auth.url}/`);
    },
  };

  async function listSessions({ user, createdAt, endsAt }: Session) {
    const listed = await sessions.list(user);
    const same = listed.filter((each) => each.createdAt === createdAt && each.endsAt === endsAt);
    return listed.map((each) => ({
      handle: each.handle,
      createdAt: Math.floor(each.createdAt),
      endsAt: each.endsAt,
      provider: titleOf(each.provider),
      // Two that began in the same moment cannot be told apart by what a list may say.
      isThis: same.length === 1 && each === same[0],
    }));
  }
}

function notOfThisPage(): Reply {
  const { code, status } = new DrawbridgeError('parameter_invalid');
  const page = refusedPage({
    heading: 'Nothing was ended',
    what: 'What was sent does not come from a button of this page, or the page is of an earlier sign-in.',
    next: ['Load the page of your sign-ins again, and use the button once more.'],
    code,
  });
  return pageReply(status, page);
}

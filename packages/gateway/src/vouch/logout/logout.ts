import { type Call, DrawbridgeError, headerValues, type Reply } from '@drawbridge/core';
import { endSessionUrl, everyCookie, type VouchSession } from '@drawbridge/oauth';
import { vouchPage } from '@drawbridge/pages';
import { changesState } from '../../browser/changes-state.ts';
import { formReply } from '../../browser/form-reply.ts';
import { isAhead, notYetReply } from '../../browser/is-ahead.ts';
import { readQuery } from '../../browser/parameters.ts';
import { withProblem } from '../answers/vouch-answers.ts';
import { endSession } from '../ended-sessions.ts';
import type { LoginContext } from '../login/login-context.ts';
import { findTokens } from '../validate/find-tokens.ts';
import { judgeToken } from '../validate/judge-token.ts';
import { notAllEnded } from './not-all-ended.ts';

/**
 * `/logout?url=`: takes the cookies away, and ends the session that they are of everywhere, so that a copy is good for nothing
 * either. Then it leads to the provider, which signs the person out too, or to the address that was asked for, which must be
 * listed.
 *
 * What a page of another site began is answered by a page with a button: what somebody wrote in a forum is to sign nobody out.
 */
export function logout(context: LoginContext, call: Call): Promise<Reply> {
  const { answers, cookies } = context;
  if (isAhead(call)) return Promise.resolve(notYetReply());
  if (!changesState(call) || isOfAnotherSite(call)) return Promise.resolve(confirm());
  const headers = cookies.clear(call);
  return withProblem(
    answers,
    call,
    async () => {
      const sessions = await endAll(context, call);
      const url = readQuery(call).one('url');
      if (url !== undefined && !context.settings.postLogoutRedirectUris.includes(url))
        throw unlisted();
      const to = providerUrl(context, url, sessions) ?? url;
      if (to !== undefined) return answers.redirect(call, to, headers);
      return answers.page(
        {
          title: 'You have been logged out',
          mood: 'good',
          what: ['You are signed out of all apps behind this gateway, in this browser.'],
          next: [
            'Your provider may still know you: on a computer that others use, sign out there too, or close the browser.',
          ],
        },
        headers,
      );
    },
    { headers },
  );
}

/** `none`: the person wrote the address, or has it as a bookmark. */
const OWN_SITE: ReadonlySet<string> = new Set(['same-origin', 'same-site', 'none']);

/** Browsers say so themselves (Fetch Metadata section 2). One that says it twice was made to, and a proxy may make one text of both. */
function isOfAnotherSite(call: Call): boolean {
  const [site, ...more] = headerValues(call, 'sec-fetch-site');
  return (site !== undefined && !OWN_SITE.has(site)) || more.length > 0;
}

function confirm(): Reply {
  return formReply(
    vouchPage({
      title: 'Do you want to sign out?',
      mood: 'calm',
      what: [
        'You came here from another site, so nothing has happened yet: nobody but you is to sign you out.',
        'The button signs you out of all apps behind this gateway, in this browser.',
      ],
      button: 'Sign out',
    }),
  );
}

/**
 * Ends all sessions that a call has, whatever host they are for, and behind whatever was planted.
 *
 * @throws {DrawbridgeError} `store_unavailable`; `parameter_invalid`, once the others are ended, for more cookies than are looked at
 */
async function endAll(context: LoginContext, call: Call): Promise<readonly VouchSession[]> {
  const sessions: VouchSession[] = [];
  const { values, hidesSome } = everyCookie(
    headerValues(call, 'cookie'),
    context.settings.cookie.name,
  );
  const others = [...findTokens(call, context.settings)].filter(({ isCookie }) => !isCookie);
  for (const token of [...values, ...others.map(({ token: other }) => other)]) {
    const judged = await judgeToken(context, token, undefined);
    if (judged.kind !== 'good') continue;
    await endSession(context, judged.session);
    sessions.push(judged.session);
    const { username: subject } = judged.session;
    context.log.info('signed out', { subject, client: call.peer.address });
  }
  if (hidesSome) throw notAllEnded();
  return sessions;
}

/** OpenID Connect RP-Initiated Logout 1.0 section 2. */
function providerUrl(
  { provider, settings }: LoginContext,
  url: string | undefined,
  sessions: readonly VouchSession[],
): string | undefined {
  const endpoint = provider?.endSessionEndpoint ?? settings.oauth?.endSessionEndpoint;
  if (endpoint === undefined) return undefined;
  return endSessionUrl(endpoint, {
    clientId: settings.oauth?.clientId,
    idTokenHint: sessions.find(({ idToken = '' }) => idToken !== '')?.idToken,
    postLogoutRedirectUri: url,
  });
}

function unlisted(): DrawbridgeError {
  return new DrawbridgeError('parameter_invalid', {
    detail:
      'the requested url is not present in vouch.post_logout_redirect_uris: you are signed out, and led nowhere',
    hint: 'Whoever runs this gateway can list the very address there.',
  });
}

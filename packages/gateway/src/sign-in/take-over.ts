import { type Call, DrawbridgeError, type Reply } from '@drawbridge/core';
import { redirectReply } from '../answers/redirect-reply.ts';
import { readQuery } from '../browser/parameters.ts';
import { appBaseOf } from './app-base.ts';
import { noSuchApp } from './begin.ts';
import { clearBinding, isBound } from './binding.ts';
import { againUrl, problemReply, withPage } from './problem.ts';
import type { SignInContext } from './sign-in-context.ts';
import { foreignReply, usedReply } from './stopped.ts';

/**
 * `APP/.drawbridge/callback`, or the same below another base: gives the app host its cookie, for a code of the auth host, in the browser that began.
 *
 * Without that browser's own cookie nobody is signed in: else a link would sign people in as whoever sends it (login CSRF,
 * RFC 9700 section 4.7).
 */
export function takeOver(context: SignInContext, call: Call, host: string): Promise<Reply> {
  const { signInHosts, browsers, handOvers, auth } = context;
  const start = `${auth.scheme}://${host}/`;
  const base = appBaseOf(call);
  return withPage(
    context,
    call,
    async () => {
      if (!signInHosts.has(host)) return noSuchApp();
      const handed = await handOvers.take(readQuery(call).one('code') ?? '');
      const home = againUrl(context, { host, to: '/', base });
      if (handed === undefined) {
        // Loaded once more, most often: who is signed in is not told of a code.
        const session = await browsers.find(call, host);
        return session === undefined ? usedReply(home) : redirectReply(start);
      }
      if (handed.host !== host) {
        return foreignReply(
          'This sign-in was for another app, and was not used for this one.',
          home,
        );
      }
      const cleared = clearBinding(context, handed.binding);
      if (!(await isBound(context, call, host, handed.binding))) {
        return problemReply({
          fault: new DrawbridgeError('credentials_missing'),
          status: 400,
          heading: 'You are not signed in to this app',
          what: 'Your browser did not bring the cookie that it was given when this sign-in began, so nobody was signed in.',
          next: [
            'See that your browser keeps the cookies of this site, and that its address begins with https.',
            'Begin again, and come back in the same browser, within ten minutes.',
            'If somebody sent you here by a link, leave it alone: it could have signed you in as somebody else.',
          ],
          again: againUrl(context, { ...handed, base }),
          headers: cleared,
        });
      }
      return redirectReply(`${auth.scheme}://${host}${handed.to}`, [
        ...browsers.fields(call, handed.cookie, handed.endsAt),
        ...cleared,
      ]);
    },
    { again: againUrl(context, { host, to: '/', base }) },
  );
}

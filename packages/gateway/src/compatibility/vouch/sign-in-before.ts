import { headerValues } from '@drawbridge/core';
import { everyCookie } from '@drawbridge/oauth';
import type { SignInBefore } from '../../logout/sign-in-before.ts';
import { clearVouchCookies } from '../../vouch/cookie/vouch-cookie-fields.ts';
import { endSession } from '../../vouch/ended-sessions.ts';
import { notAllEnded } from '../../vouch/logout/not-all-ended.ts';
import type { VouchContext } from '../../vouch/vouch-context.ts';
import { heldSessions } from './held-sessions.ts';

/** Makes what ends the cookie of Vouch Proxy with a sign-out here: marked in the store, so that a copy of it is dead too. */
export function createVouchBefore(context: VouchContext): SignInBefore {
  const { settings, managed } = context;
  return {
    isHeld: async (call, host) => (await heldSessions(context, call, host)).length > 0,

    async end(call, host) {
      for (const { session } of await heldSessions(context, call, undefined)) {
        await endSession(context, session);
      }
      const cookies = headerValues(call, 'cookie');
      if (everyCookie(cookies, settings.cookie.name).hidesSome) throw notAllEnded();
      const domain = managed.domainOf(host);
      return clearVouchCookies(settings.cookie, { domain, cookies });
    },
  };
}

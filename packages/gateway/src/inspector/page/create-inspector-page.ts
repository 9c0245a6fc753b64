import type { Clock, Sealer } from '@drawbridge/core';
import { noCookiePage } from '@drawbridge/pages';
import { createPageFrame, type InspectorPage } from './create-page-frame.ts';
import { lookAtVouch, type VouchCookie } from './look-at-vouch.ts';

/** What the inspector's page is made of. */
export interface InspectorPageOptions extends VouchCookie {
  /** Where people sign in. Default: the page does not lead there. */
  readonly signInUrl?: string;
  /** Seals what shows that a button was on the page. With the same secrets in all processes, any of them may be asked. */
  readonly sealer: Sealer;
  /** Default: the machine's. */
  readonly clock?: Clock;
}

/** Makes the page that says what is in the cookie of Vouch Proxy of whoever asks. */
export function createInspectorPage(options: InspectorPageOptions): InspectorPage {
  return createPageFrame({
    sealer: options.sealer,
    nothing: noCookiePage(options.cookieName, options.signInUrl),
    async look(call) {
      const found = await lookAtVouch(call, options);
      if (found === undefined || found === 'over') return found;
      return { cookies: found.cookies, hasTokens: true, view: found.inspect };
    },
  });
}

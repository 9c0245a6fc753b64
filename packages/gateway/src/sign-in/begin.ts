import { type Call, DrawbridgeError, epochSeconds, type Reply } from '@drawbridge/core';
import { redirectReply } from '../answers/redirect-reply.ts';
import { readQuery } from '../browser/parameters.ts';
import { appBaseOf } from './app-base.ts';
import { bindBrowser } from './binding.ts';
import { ENTER_PATH } from './choose-provider.ts';
import { REQUEST, REQUEST_TIME } from './login-request.ts';
import { problemReply, withPage } from './problem.ts';
import { returnAddress } from './return-address.ts';
import type { SignInContext } from './sign-in-context.ts';

/** `APP/.drawbridge/login`, or the same below another base: binds the browser, and sends it to the auth host with a request that nobody else can make. */
export function begin(context: SignInContext, call: Call, host: string): Promise<Reply> {
  return withPage(context, call, async () => {
    const { signInHosts, auth, parcels, clock } = context;
    if (!signInHosts.has(host)) return noSuchApp();
    const base = appBaseOf(call);
    const [given, ...more] = readQuery(call).all.getAll('url');
    // The auth host has one page to return to. Its other addresses sign somebody in or out.
    const to = host === auth.host || more.length > 0 ? '/' : returnAddress(given, base);
    const { hash: binding, headers } = await bindBrowser(context, call, host);
    const until = epochSeconds(clock) + REQUEST_TIME;
    const request = await parcels.seal(REQUEST, { host, to, base, binding, until }, until);
    return redirectReply(`${auth.url}${ENTER_PATH}?request=${request}`, headers);
  });
}

/** For a host that is none of an app, or not any more. */
export function noSuchApp(): Reply {
  return problemReply({
    fault: new DrawbridgeError('path_unknown'),
    heading: 'There is no app here',
    what: 'This address is of no app that people sign in to here.',
    next: ['See that the address is right, or ask whoever gave it to you.'],
  });
}

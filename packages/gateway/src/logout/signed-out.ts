import { type Call, type Reply, toDrawbridgeError } from '@drawbridge/core';
import { signedOutPage } from '@drawbridge/pages';
import { pageReply } from '../answers/page-reply.ts';
import { redirectReply } from '../answers/redirect-reply.ts';
import { readQuery } from '../browser/parameters.ts';
import type { LogoutContext } from './logout-context.ts';

/**
 * `AUTH/signed-out`: the end of a sign-out. Whoever comes back from a provider brings the `state` that the browser was sent
 * with, which is good once; whoever does not is told no more than is known. Who is signed in after all, having come by a link
 * say, is led to the page that says so.
 *
 * @throws {DrawbridgeError} `parameter_invalid` for a doubled `state`
 */
export async function signedOut(context: LogoutContext, call: Call): Promise<Reply> {
  const { auth, returns, log } = context;
  const state = readQuery(call).one('state');
  if (await isSignedIn(context, call)) return redirectReply(`${auth.url}/`);
  const isAtProvider = state !== undefined && (await isReturn(state));
  return pageReply(200, signedOutPage({ isAtProvider, home: '/' }));

  async function isReturn(given: string): Promise<boolean> {
    try {
      return (await returns.take(given)) !== undefined;
    } catch (thrown) {
      // The session has ended; nobody is to wait for a page that only says so.
      log.warn('return from a sign-out not judged', { code: toDrawbridgeError(thrown).code });
      return false;
    }
  }
}

/** Nobody is, where that cannot be found out: this page is shown whatever is the matter. */
async function isSignedIn({ browsers, auth, log }: LogoutContext, call: Call): Promise<boolean> {
  try {
    return (await browsers.find(call, auth.host)) !== undefined;
  } catch (thrown) {
    log.warn('session not judged at the end of a sign-out', {
      code: toDrawbridgeError(thrown).code,
    });
    return false;
  }
}

import { type Call, type HeaderField, type Reply, toDrawbridgeError } from '@drawbridge/core';
import { endSessionUrl } from '@drawbridge/oauth';
import { leavingPage } from '@drawbridge/pages';
import { pageReply } from '../answers/page-reply.ts';
import { redirectReply } from '../answers/redirect-reply.ts';
import type { LeftSession, LogoutContext } from './logout-context.ts';

/** Where somebody ends who signed out. */
const SIGNED_OUT_PATH = '/signed-out';

/**
 * Sends a browser whose session was ended to the provider, to be signed out there too (OpenID Connect RP-Initiated Logout
 * 1.0); or to the last page, where there is no such provider, or it cannot be asked: the session has ended in any case.
 */
export async function leave(
  context: LogoutContext,
  call: Call,
  left: LeftSession | undefined,
  cleared: readonly HeaderField[],
): Promise<Reply> {
  return leadOn(call, await nextAddress(context, left), cleared);
}

/** Sends a browser on; one that posted a form, by way of a page, since no answer to a form may lead to another site. */
export function leadOn(
  { method }: Pick<Call, 'method'>,
  to: string,
  cleared: readonly HeaderField[],
): Reply {
  if (method !== 'POST') return redirectReply(to, cleared);
  return pageReply(200, leavingPage(to), [['refresh', `0;url=${to}`], ...cleared]);
}

async function nextAddress(
  { auth, providers, returns, log }: LogoutContext,
  left: LeftSession | undefined,
): Promise<string> {
  const home = `${auth.url}${SIGNED_OUT_PATH}`;
  const known = providers.find(({ name }) => name === left?.provider);
  if (left === undefined || known === undefined) return home;
  try {
    const { provider } = await known.find();
    if (provider.endSessionEndpoint === undefined) return home;
    return endSessionUrl(provider.endSessionEndpoint, {
      clientId: known.clientId,
      idTokenHint: left.idToken,
      postLogoutRedirectUri: home,
      state: await returns.keep(known.name),
    });
  } catch (thrown) {
    const { code, message } = toDrawbridgeError(thrown);
    log.warn('provider not told of a sign-out', { provider: known.name, code, detail: message });
    return home;
  }
}

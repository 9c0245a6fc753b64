import { type Call, type Reply, toDrawbridgeError } from '@drawbridge/core';
import { redirectReply } from '../answers/redirect-reply.ts';
import { readQuery } from '../browser/parameters.ts';
import type { Session } from '../session/session.ts';
import { adoptSession } from './adopt-session.ts';
import { noSuchApp } from './begin.ts';
import { beginAttempt } from './begin-attempt.ts';
import { offerProviders, rememberProvider } from './choose-provider.ts';
import { handOver } from './hand-over.ts';
import { type LoginRequest, REQUEST } from './login-request.ts';
import type { Parcel } from './parcels.ts';
import { againUrl, withPage } from './problem.ts';
import type { SignInContext } from './sign-in-context.ts';
import { foreignReply, lateReply } from './stopped.ts';

/** What the address of the auth host says, once it was read. */
interface Entered {
  readonly request: Parcel<LoginRequest>;
  /** As it came. */
  readonly sealed: string;
  /** Name of the provider that a person chose, if it is one. */
  readonly chosen: string | undefined;
}

/**
 * `AUTH/login`: on to the app for whoever is signed in, else to a provider, of which a person chooses one where there are
 * several.
 */
export function enter(context: SignInContext, call: Call): Promise<Reply> {
  return withPage(context, call, async () => {
    const query = readQuery(call);
    const [sealed = '', chosen] = [query.one('request'), query.one('provider')];
    const request = await context.parcels.open(REQUEST, sealed);
    if (request === undefined) {
      return foreignReply('This address is of no sign-in that was begun here.');
    }
    if (!context.signInHosts.has(request.value.host)) return noSuchApp();
    const again = againUrl(context, request.value);
    return withPage(context, call, () => goOn(context, call, { request, sealed, chosen }), {
      again,
    });
  });
}

async function goOn(
  context: SignInContext,
  call: Call,
  { request: { value: request, isOver }, sealed, chosen }: Entered,
): Promise<Reply> {
  const { providers } = context;
  const session = await findSignedIn(context, call, request.host);
  if (session !== undefined) return handOver(context, call, request, session);
  if (isOver) return lateReply(againUrl(context, request));
  const [only, ...others] = providers.values();
  if (only !== undefined && others.length === 0) {
    const { url, headers } = await beginAttempt(context, call, only, request);
    return redirectReply(url, headers);
  }
  const provider = providers.get(chosen ?? '');
  if (provider === undefined) return offerProviders(context, call, request.host, sealed);
  const { url, headers } = await beginAttempt(context, call, provider, request);
  return redirectReply(url, [...headers, ...rememberProvider(context, call, provider.name)]);
}

/**
 * Who has no session here may be known by what a gateway of before gave them.
 *
 * Nobody is signed in by a session that its provider refuses to renew without ending it: over the client, or a scope. That a person
 * signs in anew may be all that helps, and ends the session before. A provider that does not answer is no reason to send them there.
 */
async function findSignedIn(
  context: SignInContext,
  call: Call,
  host: string,
): Promise<Session | undefined> {
  const { browsers, auth, log, addressOf } = context;
  try {
    const session = await browsers.find(call, auth.host);
    return session ?? (await adoptSession(context, call, host));
  } catch (thrown) {
    const { code, message } = toDrawbridgeError(thrown);
    if (code !== 'token_endpoint_invalid') throw thrown;
    const fields = { code, detail: message, client: addressOf(call) };
    log.warn('sign-in begins anew, since a session is not renewed', fields);
    return undefined;
  }
}

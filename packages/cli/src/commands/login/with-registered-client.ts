import { printable, toDrawbridgeError } from '@drawbridge/core';
import { withAdvice } from '@drawbridge/login';
import { isUnknownClient, type KeptClient, openClients, redirectSet } from '@drawbridge/login/node';
import { ChildEnded } from '../../child-ended.ts';
import { tell } from '../../terminal.ts';
import type { ClientlessSession, Session } from './session.ts';
import type { LeftBehind } from './tell-signed-in.ts';

/**
 * Signs in as a client that was registered, now or before, and once more as another where the provider does not know it
 * any more.
 *
 * @throws {DrawbridgeError} what the sign-in does; `sign_in_unavailable`, `token_endpoint_…`, `data_unusable` where no
 *   client is come by
 */
export async function withRegisteredClient(
  session: ClientlessSession,
  signIn: (session: Session) => Promise<LeftBehind>,
): Promise<LeftBehind> {
  const { options, login, provider, http, log, context } = session;
  const { terminal } = context;
  const say = (sentence: string) => tell(terminal, printable(sentence));
  const { login: section } = await context.config(options);
  const clients = openClients({ data: await context.data(options), http, cache: section?.cache });
  const wanted = {
    provider,
    redirectUris: redirectSet(login.redirect),
    isDevice: login.flow === 'device',
  };

  async function signInAs(registered: KeptClient, goesOn?: Session['goesOn']): Promise<LeftBehind> {
    const { clientId, isNew, hasWorked } = registered;
    log.debug('client settled', { clientId, isNew });
    if (isNew) {
      say(
        `drawbridge: No client was given, so one was registered with ${provider.issuer}: ${clientId}. It is used from now on.`,
      );
    }
    let left: LeftBehind;
    try {
      const client = { method: 'none', clientId } as const;
      left = await signIn({ ...session, client, registered, ...(goesOn && { goesOn }) });
    } catch (thrown) {
      if (isNew) throw thrown;
      const advice = adviceOn(registered);
      if (thrown instanceof ChildEnded) say(advice);
      throw mayBeForgotten(thrown) ? withAdvice(thrown, advice) : thrown;
    }
    if (!hasWorked) {
      await clients.noteWorking(wanted, clientId).catch((fault: unknown) => {
        log.warn('the client could not be noted', { detail: toDrawbridgeError(fault).message });
      });
    }
    return left;
  }

  const first = await (options.register === true ? clients.renew(wanted) : clients.get(wanted));
  const goesOn = (thrown: unknown) => first.hasWorked && isUnknownClient(thrown);
  try {
    return await signInAs(first, goesOn);
  } catch (thrown) {
    if (!goesOn(thrown)) throw thrown;
    say(
      `drawbridge: ${provider.issuer} refused the client ${first.clientId}, which it took before. It is asked once more, as another.`,
    );
    return signInAs(await clients.renew(wanted, first.clientId));
  }
}

/** Many providers show a client that they do not know to the person, and send nobody back: nothing comes in time then. */
function mayBeForgotten(thrown: unknown): boolean {
  return isUnknownClient(thrown) || toDrawbridgeError(thrown).code === 'sign_in_timeout';
}

function adviceOn({ clientId, registeredAt }: KeptClient): string {
  const day = new Date(registeredAt * 1000).toISOString().slice(0, 10);
  return `The client ${clientId} was registered on ${day}. If the provider does not know it any more, run the command again with --register, which has another registered.`;
}

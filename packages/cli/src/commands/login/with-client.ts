import { DrawbridgeError, printable, toDrawbridgeError } from '@drawbridge/core';
import {
  isUnknownClient,
  type KeptClient,
  openClients,
  redirectSet,
  SECRET_FLAGS,
} from '@drawbridge/login/node';
import { ChildEnded } from '../../child-ended.ts';
import { tell } from '../../terminal.ts';
import { clientOf } from './client-of.ts';
import type { Session } from './session.ts';
import type { LeftBehind } from './tell-signed-in.ts';

/** A sign-in of which the client is not settled. */
export type ClientlessSession = Omit<Session, 'client' | 'registered'>;

type SignIn = (session: Session) => Promise<LeftBehind>;

/**
 * Signs in as the client that is given; without one, as one that was registered, once more as another where the provider
 * does not know it any more.
 *
 * @throws {DrawbridgeError} what the sign-in does; `sign_in_unavailable`, `token_endpoint_…`, `data_unusable` where no
 *   client is come by; `usage_invalid` for a secret without its client
 */
export async function withClient(session: ClientlessSession, signIn: SignIn): Promise<LeftBehind> {
  const { login, context } = session;
  const { clientId, clientSecret } = login;
  if (clientId !== undefined) {
    return signIn({ ...session, client: await clientOf(clientId, login, context.terminal.env) });
  }
  if (clientSecret !== undefined) {
    throw new DrawbridgeError('usage_invalid', {
      detail: 'there is the secret of a client, and nobody says which client',
      hint: `Give it by --client-id; or, for a client that is registered and has none, leave ${SECRET_FLAGS.file} and ${SECRET_FLAGS.variable} out.`,
    });
  }
  return asRegistered(session, signIn);
}

async function asRegistered(session: ClientlessSession, signIn: SignIn): Promise<LeftBehind> {
  const { options, login, provider, http, log, context } = session;
  const { terminal } = context;
  const { login: section } = await context.config(options);
  const clients = openClients({ data: await context.data(options), http, cache: section?.cache });
  const wanted = {
    provider,
    redirectUris: redirectSet(login.redirect),
    isDevice: login.flow === 'device',
  };

  async function signInAs(registered: KeptClient): Promise<LeftBehind> {
    const { clientId, isNew, hasWorked } = registered;
    log.debug('client settled', { clientId, isNew });
    if (isNew) {
      const made = `No client was given, so one was registered with ${provider.issuer}: ${clientId}. It is used from now on.`;
      tell(terminal, `drawbridge: ${printable(made)}`);
    }
    let left: LeftBehind;
    try {
      left = await signIn({ ...session, client: { method: 'none', clientId }, registered });
    } catch (thrown) {
      throw isNew ? thrown : advised(thrown, registered);
    }
    if (!hasWorked) {
      await clients.noteWorking(wanted, clientId).catch((fault: unknown) => {
        log.warn('the client could not be noted', { detail: toDrawbridgeError(fault).message });
      });
    }
    return left;
  }

  /** What a person may do who sees an error of the provider about a client that it does not know. */
  function advised(thrown: unknown, { clientId, registeredAt }: KeptClient): unknown {
    const day = new Date(registeredAt * 1000).toISOString().slice(0, 10);
    const advice = `The client ${clientId} was registered on ${day}. If the provider does not know it any more, run the command again with --register, which has another registered.`;
    if (thrown instanceof ChildEnded) tell(terminal, printable(advice));
    const isAbout = isUnknownClient(thrown) || toDrawbridgeError(thrown).code === 'sign_in_timeout';
    if (!(thrown instanceof DrawbridgeError) || !isAbout) return thrown;
    const { code, message: detail, hint } = thrown;
    const said = hint === undefined ? advice : `${hint} ${advice}`;
    return new DrawbridgeError(code, { detail, hint: said, cause: thrown });
  }

  const first = await (options.register === true ? clients.renew(wanted) : clients.get(wanted));
  try {
    return await signInAs(first);
  } catch (thrown) {
    if (!first.hasWorked || !isUnknownClient(thrown)) throw thrown;
    const gone = `${provider.issuer} refused the client ${first.clientId}, which it took before. It is asked once more, as another.`;
    tell(terminal, `drawbridge: ${printable(gone)}`);
    return signInAs(await clients.renew(wanted, first.clientId));
  }
}

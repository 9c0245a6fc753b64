import { DrawbridgeError } from '@drawbridge/core';
import { SECRET_FLAGS } from '@drawbridge/login/node';
import { clientOf } from './client-of.ts';
import type { ClientlessSession, Session } from './session.ts';
import type { LeftBehind } from './tell-signed-in.ts';
import { withRegisteredClient } from './with-registered-client.ts';

/**
 * Signs in as the client that is given; without one, as one that was registered.
 *
 * @throws {DrawbridgeError} what the sign-in does; `sign_in_unavailable`, `token_endpoint_…`, `data_unusable` where no
 *   client is come by; `usage_invalid` for a secret without its client
 */
export async function withClient(
  session: ClientlessSession,
  signIn: (session: Session) => Promise<LeftBehind>,
): Promise<LeftBehind> {
  const { login, provider, context } = session;
  const { clientId, clientSecret } = login;
  if (clientId !== undefined) {
    const client = await clientOf(clientId, login, provider, context.terminal.env);
    return signIn({ ...session, client });
  }
  if (clientSecret !== undefined) {
    throw new DrawbridgeError('usage_invalid', {
      detail: 'there is the secret of a client, and nobody says which client',
      hint: `Give it by --client-id; or, for a client that is registered and has none, leave ${SECRET_FLAGS.file} and ${SECRET_FLAGS.variable} out.`,
    });
  }
  return withRegisteredClient(session, signIn);
}

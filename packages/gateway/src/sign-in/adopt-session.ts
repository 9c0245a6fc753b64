import type { Call } from '@drawbridge/core';
import type { Session } from '../session/session.ts';
import { recordDecision } from './record-decision.ts';
import type { SignInContext } from './sign-in-context.ts';

/**
 * Makes a session of what a gateway of before knows of a browser, with the record and the line of the log that any sign-in has.
 *
 * @param host - of the app that it is for
 * @returns `undefined` where nothing is known
 */
export async function adoptSession(
  context: SignInContext,
  call: Call,
  host: string,
): Promise<Session | undefined> {
  const { sessions, providers, log, addressOf } = context;
  const given = await context.adopt?.(call);
  if (given === undefined) return undefined;
  const { user, tokens } = given;
  const { issuer, subject } = user;
  const clientId = providers.get(user.provider)?.clientId ?? '';
  await recordDecision(context, { call, clientId, issuer, subject, idToken: tokens.idToken });
  const session = await sessions.begin(given);
  log.info('signed in', {
    provider: user.provider,
    issuer,
    subject,
    host,
    by: 'cookie of the gateway before',
    client: addressOf(call),
  });
  return session;
}

import type { Call } from '@drawbridge/core';
import type { Session } from '../session/session.ts';
import type { EndedSession } from '../session/sessions.ts';
import type { LeftSession, LogoutContext } from './logout-context.ts';

/** What is left of a session. */
export function leftOf({ id }: Session, { user, idToken }: EndedSession): LeftSession {
  return { id, provider: user.provider, ...(idToken !== undefined && { idToken }) };
}

/** Keeps it for the auth host. @returns the name that it is taken by, once */
export function keepLeft({ requests }: LogoutContext, left: LeftSession): Promise<string> {
  return requests.keep(left);
}

/**
 * Takes what an app host left, with the ID token of this browser where sessions are in cookies: that of the auth host alone has
 * it, and counts only where it is of the same session.
 *
 * @returns `undefined` for a name of nothing, and for what was taken before
 */
export async function takeLeft(
  context: LogoutContext,
  call: Call,
  name: string,
): Promise<LeftSession | undefined> {
  const left = await context.requests.take(name);
  if (left === undefined) return undefined;
  const idToken = left.idToken ?? (await idTokenOf(context, call, left.id));
  return { ...left, ...(idToken !== undefined && { idToken }) };
}

async function idTokenOf(
  { sessions, cookies, auth }: LogoutContext,
  call: Call,
  id: string,
): Promise<string | undefined> {
  for (const cookie of cookies.read(call)) {
    const idToken = await sessions.idTokenIn?.(cookie, auth.host, id);
    if (idToken !== undefined) return idToken;
  }
  return undefined;
}

import { type Clock, type Engine, epochSeconds, type Store } from '@drawbridge/core';
import type { VouchSession } from '@drawbridge/oauth';

/** For how long it is remembered that a session was ended which does not end by itself: ten years, in seconds. */
const WITHOUT_END = 10 * 365 * 24 * 60 * 60;

/**
 * Where a store has the mark of a session that was ended before its time.
 *
 * Of what the cookie says, and not of its text: who took a copy can write the same JWT gzipped in another way, or bare, and that
 * is to be dead too.
 */
export async function endedKey(engine: Engine, session: VouchSession): Promise<string> {
  const { username, customClaims, accessToken, idToken, refreshToken } = session;
  const { audience, expiresAt, issuer } = session;
  const tokens = [accessToken ?? null, idToken ?? null, refreshToken ?? null];
  const said = [username, customClaims ?? null, tokens, audience, expiresAt ?? null, issuer];
  return `revoked/vouch/${await engine.sha256Text(JSON.stringify(said))}`;
}

/** Whether a session was ended before its time. @throws {DrawbridgeError} `store_unavailable` */
export async function hasEnded(
  { store, engine }: { store: Store; engine: Engine },
  session: VouchSession,
): Promise<boolean> {
  return isMarkedEnded(store, await endedKey(engine, session));
}

/**
 * {@link hasEnded}, of a session whose key is known.
 *
 * @param key - see {@link endedKey}
 * @throws {DrawbridgeError} `store_unavailable`
 */
export async function isMarkedEnded(store: Store, key: string): Promise<boolean> {
  const [mark] = await store.get([key]);
  return mark !== undefined;
}

/**
 * Ends a session on all hosts and in all processes that share the store, until its cookie is over by itself.
 *
 * @throws {DrawbridgeError} `store_unavailable`
 */
export async function endSession(
  { store, engine, clock }: { store: Store; engine: Engine; clock: Clock },
  session: VouchSession,
): Promise<void> {
  const expiresAt = Math.ceil(session.expiresAt ?? epochSeconds(clock) + WITHOUT_END);
  await store.put(await endedKey(engine, session), '1', { expiresAt });
}

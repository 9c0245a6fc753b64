import { epochSeconds } from '@drawbridge/core';
import type { VouchContext } from '../../vouch/vouch-context.ts';

/** Seconds: tabs that a browser opens at once all come with the same cookie, before one of them has a session. */
const SAME_MOMENT = 60;

/**
 * Whether a cookie may be taken for a session: once. Else it would begin anew what ended before its time, unused, by the provider or
 * by its person, for as long as the cookie is good.
 *
 * @param key - of the cookie; see `endedKey`
 * @param expiresAt - when the cookie ends, in seconds since the epoch
 * @throws {DrawbridgeError} `store_unavailable`
 */
export async function takeOnce(
  { store, engine, clock }: Pick<VouchContext, 'store' | 'engine' | 'clock'>,
  key: string,
  expiresAt: number,
): Promise<boolean> {
  const taken = `vouch/taken/${await engine.sha256Text(key)}`;
  const now = epochSeconds(clock);
  const version = await store.put(taken, String(now), { expiresAt, if: 'absent' });
  if (version !== undefined) return true;
  const [first] = await store.get([taken]);
  return now - Number(first?.value) <= SAME_MOMENT;
}

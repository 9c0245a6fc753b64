import { type Call, headerValues } from '@drawbridge/core';
import { everyCookie, type VouchSession } from '@drawbridge/oauth';
import { judgeToken } from '../../vouch/validate/judge-token.ts';
import type { VouchContext } from '../../vouch/vouch-context.ts';

/** A cookie of Vouch Proxy that is good. */
export interface HeldSession {
  readonly session: VouchSession;
  /** Names it in the store; see `endedKey`. */
  readonly key: string;
}

/**
 * All that a browser brings which Vouch mode would take: verified, not over, not ended by a sign-out, and for this host. Of what
 * others planted beside it, or in front of it, what is not good is passed over.
 *
 * @param host - `undefined`: for whatever host
 * @throws {DrawbridgeError} `store_unavailable`
 */
export async function heldSessions(
  context: VouchContext,
  call: Pick<Call, 'headers'>,
  host: string | undefined,
): Promise<readonly HeldSession[]> {
  const held: HeldSession[] = [];
  const { values } = everyCookie(headerValues(call, 'cookie'), context.settings.cookie.name);
  for (const value of values) {
    const judged = await judgeToken(context, value, host);
    if (judged.kind === 'good') held.push(judged);
  }
  return held;
}

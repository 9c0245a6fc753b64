import { type Clock, type Log, toDrawbridgeError } from '@drawbridge/core';
import { endTokens, type SourceTimers, type TokenKeeper, type TokenSet } from '@drawbridge/oauth';
import type { RecordStore } from './record-store.ts';
import type { RevokeRefreshToken } from './revoke-refresh-token.ts';
import { sessionKey } from './session-id.ts';
import type { SessionRecord } from './session-record.ts';
import type { SignInOf } from './sessions.ts';

/** What there was of a session that was taken out of the store. */
interface Removed {
  readonly record?: SessionRecord;
  readonly tokens?: TokenSet;
}

/** How sessions leave the store: first they, and then what they were renewed with. */
export interface Removals {
  /** Takes a session out of the store, and lets nobody renew it. @param handle - of the session */
  remove(handle: string): Promise<Removed>;
  /**
   * Revokes what removed sessions were renewed with, once all of them are gone: no provider is waited for while one lives.
   *
   * @param successor - what takes their place. Two sessions of one sign-in at the provider, as of two tabs that signed in at once,
   *   have tokens of one grant, and many providers end both with either (RFC 7009 section 2.1).
   */
  revokeAll(removed: readonly Removed[], successor?: SignInOf): Promise<void>;
}

/** What {@link createRemovals} needs. */
export interface RemovalsOptions {
  readonly records: RecordStore;
  readonly keeperOf: (handle: string) => TokenKeeper;
  readonly revoke: RevokeRefreshToken;
  readonly clock: Clock;
  readonly log: Log;
  /** Default: the machine's. */
  readonly timers?: SourceTimers;
}

/** Makes {@link Removals}. */
export function createRemovals(options: RemovalsOptions): Removals {
  const { records, keeperOf, revoke, clock, log, timers } = options;
  return {
    async remove(handle) {
      const key = sessionKey(handle);
      const kept = await records.read(key);
      await records.remove(key);
      if (kept?.record.tokensEndAt === undefined) return kept ? { record: kept.record } : {};
      try {
        const why = 'the session was ended';
        const tokens = await endTokens(keeperOf(handle), { why, clock, ...(timers && { timers }) });
        return { record: kept.record, ...(tokens && { tokens }) };
      } catch (thrown) {
        // The session is over all the same, and nobody asks for its tokens any more.
        log.warn('tokens of a session not ended', { detail: toDrawbridgeError(thrown).message });
        return { record: kept.record };
      }
    },

    async revokeAll(removed, successor) {
      const revocations = removed.map(async ({ record, tokens }) => {
        if (record === undefined || tokens?.refreshToken === undefined) return;
        if (successor !== undefined && isOfOneSignIn(record, successor)) return;
        await revoke(record.user.provider, tokens.refreshToken);
      });
      await Promise.all(revocations);
    },
  };
}

/** Whether two sessions may be of one session at the provider: where that does not name it, those of one person are. */
function isOfOneSignIn(one: SignInOf, other: SignInOf): boolean {
  if (one.sid !== undefined && other.sid !== undefined && one.sid !== other.sid) return false;
  const { provider, issuer, subject } = one.user;
  const { user } = other;
  return user.provider === provider && user.issuer === issuer && user.subject === subject;
}

import { type Clock, type Log, toDrawbridgeError } from '@drawbridge/core';
import { endTokens, type SourceTimers, type TokenKeeper, type TokenSet } from '@drawbridge/oauth';
import type { User } from '../user/user.ts';
import type { RecordStore } from './record-store.ts';
import type { RevokeRefreshToken } from './revoke-refresh-token.ts';
import { sessionKey } from './session-id.ts';
import type { SessionRecord } from './session-record.ts';
import type { SessionsOptions } from './session-options.ts';
import type { SignInOf } from './sessions.ts';

/** What tells the sign-in that a session is of. */
interface Origin extends Pick<SignInOf, 'sid'> {
  readonly user: Pick<User, 'provider' | 'issuer' | 'subject'>;
}

/** A session that was taken out of the store, and what there was of it. */
interface Removed {
  readonly handle: string;
  readonly origin: Origin;
  /** Not there, where it was removed before: by somebody who may not have come to its tokens. */
  readonly record?: SessionRecord;
}

/** How sessions leave the store: first they, and then what they were renewed with. */
export interface Removals {
  /**
   * Takes a session out of the store, so that nobody begins to renew it. One that is not there any more is removed all the same:
   * who removes it again, after the store failed half-way, comes to its tokens.
   *
   * @param handle - of the session
   * @param origin - whose it is, where the store does not say so any more
   */
  remove(handle: string, origin: Origin): Promise<Removed>;
  /**
   * Ends what removed sessions were renewed with, and revokes it, once all of them are gone: no provider is waited for while one
   * lives, neither for its answer to a renewal nor to a revocation, and for all together no longer than for one.
   *
   * @param successor - what takes their place. Two sessions of one sign-in at the provider, as of two tabs that signed in at once,
   *   have tokens of one grant, and many providers end both with either (RFC 7009 section 2.1).
   * @returns the newest tokens of each, in their order
   */
  endTokens(
    removed: readonly Removed[],
    successor?: Origin,
  ): Promise<readonly (TokenSet | undefined)[]>;
}

/** What {@link createRemovals} needs. */
export interface RemovalsOptions extends Pick<Required<SessionsOptions>, 'accepts'> {
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
  const { records, keeperOf, revoke, accepts, clock, log, timers } = options;

  async function tokensOf({ handle, record }: Removed): Promise<TokenSet | undefined> {
    if (record !== undefined && record.tokensEndAt === undefined) return undefined;
    try {
      const why = 'the session was ended';
      return await endTokens(keeperOf(handle), { why, clock, ...(timers && { timers }) });
    } catch (thrown) {
      // The session is over all the same, and nobody asks for its tokens any more.
      log.warn('tokens of a session not ended', { detail: toDrawbridgeError(thrown).message });
      return undefined;
    }
  }

  return {
    async remove(handle, origin) {
      const key = sessionKey(handle);
      const kept = await records.read(key);
      await records.remove(key);
      return kept ? { handle, origin: kept.record, record: kept.record } : { handle, origin };
    },

    endTokens(removed, successor) {
      const ends = removed.map(async (each) => {
        const tokens = await tokensOf(each);
        if (tokens?.refreshToken === undefined) return tokens;
        const { origin } = each;
        const isLeft = successor !== undefined && isOfOneSignIn(origin, successor);
        // Another provider may have the name of the one that gave the token, and is not to see it.
        if (!isLeft && accepts(origin.user)) {
          await revoke(origin.user.provider, tokens.refreshToken);
        }
        return tokens;
      });
      return Promise.all(ends);
    },
  };
}

/** Whether two sessions may be of one session at the provider: where that does not name it, those of one person are. */
function isOfOneSignIn(one: Origin, other: Origin): boolean {
  if (one.sid !== undefined && other.sid !== undefined && one.sid !== other.sid) return false;
  const { provider, issuer, subject } = one.user;
  const { user } = other;
  return user.provider === provider && user.issuer === issuer && user.subject === subject;
}

import {
  type Clock,
  createBoundedMap,
  DrawbridgeError,
  epochSeconds,
  type Log,
  toDrawbridgeError,
} from '@drawbridge/core';
import {
  createPauses,
  faultAgain,
  type Pauses,
  type SourceTimers,
  signInGrant,
  systemTimers,
  type TokenKeeper,
  type TokenSet,
} from '@drawbridge/oauth';
import type { GatewayProvider } from '../sign-in/gateway-provider.ts';
import type { User } from '../user/user.ts';
import { createOpenSources } from './open-sources.ts';
import type { RecordStore } from './record-store.ts';
import type { RevokeRefreshToken } from './revoke-refresh-token.ts';
import { sessionKey } from './session-id.ts';
import type { SessionRecord } from './session-record.ts';
import { idleEnd } from './session-times.ts';
import { tellGiven } from './tell-given.ts';

/** Who renews a sign-in, and tells who it is by the new ID token. */
export type RenewingProvider = Pick<GatewayProvider, 'find' | 'userOf'>;

/** What {@link createRenewals} needs. */
export interface RenewalsOptions {
  readonly records: RecordStore;
  readonly keeperOf: (handle: string) => TokenKeeper;
  /** Ends what a provider gave for a session that has ended by then. */
  readonly revoke: RevokeRefreshToken;
  /** Seconds that a session lasts unused. */
  readonly idle: number;
  readonly clock: Clock;
  readonly log: Log;
  /** Default: the machine's. */
  readonly timers?: SourceTimers;
  /** How many sources are left open after their provider did not answer. Default: 1,000. */
  readonly places?: number;
}

/** Renews sessions whose tokens have ended. */
export interface Renewals {
  /**
   * Renews one, once for all who want that, in this process and in all others.
   *
   * @param name - of the provider
   * @returns whether it goes on: not where the provider refuses to renew it. What it has become is in its record, and to be
   *   judged like any other
   * @throws {DrawbridgeError} of kind `upstream`, where the provider or the store does not answer; `token_endpoint_invalid`
   *   where the provider does, with neither tokens nor the end of the sign-in: it refuses this client say, or a scope
   */
  renew(handle: string, name: string, provider: RenewingProvider): Promise<boolean>;
  close(): Promise<void>;
}

const PLACES = 1000;

/** How often a record is tried to be written while others write it. Each time one of them is done. */
const MAX_ATTEMPTS = 20;

/** Makes what renews sessions, by a token source for each that is at it. */
export function createRenewals(options: RenewalsOptions): Renewals {
  const { records, keeperOf, revoke, idle, clock, log } = options;
  const { timers = systemTimers, places = PLACES } = options;
  const flights = new Map<string, Promise<boolean>>();
  const sources = createOpenSources({ timers, places });
  /** Of the sessions of which it was not found whose they are, when that is asked again. */
  const pauses = createBoundedMap<Pauses>(places);
  /** Of each session, the refresh token that came in the flight that is on. */
  const given = createBoundedMap<string | undefined>(places);
  const now = () => epochSeconds(clock);

  async function run(handle: string, name: string, provider: RenewingProvider): Promise<boolean> {
    given.set(handle, undefined);
    const grant = signInGrant({ find: () => provider.find(), clock });
    const source = {
      grant: tellGiven(grant, (refreshToken) => given.set(handle, refreshToken)),
      keeper: keeperOf(handle),
      clock,
      log,
    };
    try {
      return await sources.use(handle, source, async (opened) => {
        const tokens = await opened.get();
        return keep(handle, tokens, provider);
      });
    } catch (thrown) {
      const fault = toDrawbridgeError(thrown);
      if (!ENDS.includes(fault.code)) throw fault.kind === 'token' ? notRenewed(fault) : fault;
      log.info('a session ended that its provider does not renew', { detail: fault.message });
      await records.remove(sessionKey(handle));
      // It came with an answer that ends the session, or after whoever ended that had given up waiting for it.
      const last = given.get(handle);
      if (last !== undefined) await revoke(name, last);
      return false;
    }
  }

  /** Writes what was renewed, unless another process has. @returns whether the session is still there */
  async function keep(
    handle: string,
    tokens: TokenSet,
    provider: RenewingProvider,
  ): Promise<boolean> {
    const key = sessionKey(handle);
    let user: User | undefined;
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const kept = await records.read(key);
      if (kept === undefined) return false;
      const { record, version } = kept;
      const { tokensEndAt = Infinity, idToken } = record;
      if (tokensEndAt > now()) return true;
      user ??= tokens.idToken === idToken ? record.user : await askWho(handle, tokens, provider);
      const next: SessionRecord = {
        ...record,
        user,
        idleEndsAt: idleEnd(record, idle, now()),
        ...(tokens.idToken !== undefined && { idToken: tokens.idToken }),
        // Of a sign-in that is renewed, no tokens are without an end: they end with the ID token.
        tokensEndAt: tokens.expiresAt ?? now(),
      };
      if ((await records.write(key, next, version)) !== undefined) return true;
    }
    throw new DrawbridgeError('store_unavailable', {
      detail: `others changed the same session ${MAX_ATTEMPTS} times while it was to be renewed`,
    });
  }

  /** The tokens are there by now, so that their source lets everybody through: who else is asked over them is left alone here. */
  async function askWho(
    handle: string,
    tokens: TokenSet,
    provider: RenewingProvider,
  ): Promise<User> {
    const pause = pauses.get(handle) ?? createPauses(clock, Math.random);
    const reason = pause.reason();
    if (reason !== undefined) throw faultAgain(reason.fault, reason.wait);
    try {
      const user = await userFrom(tokens, provider);
      pause.over();
      return user;
    } catch (thrown) {
      const fault = toDrawbridgeError(thrown);
      pause.failed(fault);
      pauses.set(handle, pause);
      throw fault;
    }
  }

  return {
    renew(handle, name, provider) {
      const flight =
        flights.get(handle) ?? run(handle, name, provider).finally(() => flights.delete(handle));
      flights.set(handle, flight);
      return flight;
    },
    close: () => sources.close(),
  };
}

/**
 * Nothing renews these tokens any more: the provider has refused, or what is kept of them cannot be read since its key is
 * gone. A new sign-in heals both.
 */
const ENDS: readonly string[] = ['sign_in_needed', 'data_unusable'];

/** The token is one between the gateway and its provider: whoever asks has brought none that could be bad. */
function notRenewed(cause: DrawbridgeError): DrawbridgeError {
  const { message: detail, hint, retryAfter, repeated } = cause;
  return new DrawbridgeError('token_endpoint_invalid', {
    detail,
    ...(hint !== undefined && { hint }),
    ...(retryAfter !== undefined && { retryAfter }),
    repeated,
    cause,
  });
}

/** Whoever renewed the tokens has verified this one; to verify it again tells its claims, also of another process's. */
async function userFrom(tokens: TokenSet, { find, userOf }: RenewingProvider): Promise<User> {
  const { idToken = '', accessToken } = tokens;
  const { check } = await find();
  return userOf(await check.check(idToken, { accessToken }), tokens);
}

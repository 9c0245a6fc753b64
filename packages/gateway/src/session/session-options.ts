import {
  type Clock,
  type Engine,
  type Log,
  requireSurroundings,
  type Sealer,
  type Store,
  createDefaultEngine,
  silentLog,
  systemClock,
} from '@drawbridge/core';
import type { User } from '../user/user.ts';
import { requireLimits, type SessionLimits } from './session-times.ts';

/** What all sessions need, wherever they are kept. */
export interface SessionsOptions extends SessionLimits {
  /** What ends before its time is in here, and where the sessions are in it, they are too. All processes share it. */
  readonly store: Store;
  /**
   * Its keys have to last as long as a session. Sessions that are in their cookies, and those that are in the store, may share
   * one with others: each text is sealed for its place.
   */
  readonly sealer: Sealer;
  /** How many cookies are remembered unsealed. Default: 5,000. */
  readonly seen?: number;
  /**
   * Whether people are taken of a provider of this name and issuer. One that is not configured any more signs nobody in, and
   * what another gave is not sent to one that has its name. Default: all are.
   */
  readonly accepts?: (user: Pick<User, 'provider' | 'issuer'>) => boolean;
  /** Default: the machine's. */
  readonly clock?: Clock;
  readonly log?: Log;
  /** Default: that of the runtime. */
  readonly engine?: Engine;
}

const SEEN = 5000;

/** @throws {TypeError} for a wrong option */
export function sessionsOptions(options: SessionsOptions): Required<SessionsOptions> {
  const { store, sealer, clock = systemClock, log = silentLog, seen = SEEN } = options;
  requireSurroundings({ clock, log });
  const { engine = createDefaultEngine(), accepts = () => true } = options;
  return { store, sealer, clock, log, seen, engine, accepts, ...requireLimits(options) };
}

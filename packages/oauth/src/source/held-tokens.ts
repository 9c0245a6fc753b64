import type { Clock } from '@drawbridge/core';
import type { TokenSet } from '../token-set.ts';

/**
 * How tokens came here: the grant gave them just now, the keeper had them, or the person brought them, and nobody
 * knows since when they have had them.
 */
export type Origin = 'given' | 'kept' | 'brought';

/** Tokens at hand, and how long they are good for. */
export interface HeldTokens {
  readonly tokens: TokenSet;
  /** Milliseconds of the monotonic clock at which new ones are asked for ahead; infinite for never. */
  readonly dueAt: number;
  /** Whether they can be handed out. */
  isAlive(): boolean;
  /** Whether it is time for new ones. */
  isDue(): boolean;
  /** Milliseconds since they were given. */
  age(): number;
}

/** What tokens are judged by. */
export interface HoldOptions {
  readonly clock: Clock;
  /** From 0 up to, not including, 1. */
  readonly random: () => number;
}

/** Milliseconds that are to be left when new ones are asked for; of a short life, half. */
const LEAST_LEAD = 30_000;

/** Milliseconds before its end from which on a token is not handed out: it has a way to go yet. Of a short life, a 20th. */
const LAST_MOMENTS = 5_000;

/** Milliseconds by which the clocks of machines may differ. */
const SKEW = 60_000;

/**
 * Judges tokens by both clocks, and whichever says first that they are over is believed. The wall clock counts what this
 * process was not there for, or slept through; the monotonic clock what happened while somebody set the wall
 * clock. Tokens that are kept and were given in what is now the future tell that it was set back, nobody knows how
 * far: they count as over.
 */
export function holdTokens(
  tokens: TokenSet,
  origin: Origin,
  { clock, random }: HoldOptions,
): HeldTokens {
  const now = clock.now();
  const since = clock.monotonic();
  const obtainedAt = tokens.obtainedAt * 1000;
  const before = origin === 'given' ? 0 : Math.max(0, now - obtainedAt);
  const age = () => (origin === 'brought' ? Infinity : clock.monotonic() - since + before);
  if (tokens.expiresAt === undefined) {
    return {
      tokens,
      dueAt: Infinity,
      isAlive: () => tokens.accessToken !== '',
      isDue: () => false,
      age,
    };
  }
  const end = tokens.expiresAt * 1000;
  const life = Math.max(0, end - obtainedAt);
  const lead = Math.max(life * (0.2 + 0.05 * random()), Math.min(LEAST_LEAD, life / 2));
  const lastMoments = Math.min(LAST_MOMENTS, life / 20);
  const isFromFuture = origin !== 'given' && obtainedAt > now + SKEW;
  const left = isFromFuture ? 0 : Math.min(life, origin === 'given' ? life : end - now);
  /** Milliseconds until the end, by the clock that is further. */
  const toEnd = () => Math.min(end - clock.now(), since + left - clock.monotonic());
  return {
    tokens,
    dueAt: since + left - lead,
    isAlive: () => tokens.accessToken !== '' && toEnd() > lastMoments,
    isDue: () => toEnd() <= lead,
    age,
  };
}

/** Whether two sets are of the same answer. */
export function sameTokens(one: TokenSet | undefined, other: TokenSet | undefined): boolean {
  return one?.accessToken === other?.accessToken && one?.refreshToken === other?.refreshToken;
}

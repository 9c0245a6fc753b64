import { systemClock, toDrawbridgeError } from '@drawbridge/core';
import type { TokenSource } from '@drawbridge/oauth';
import type { EarlySignals } from '../early-signals.ts';
import { couldNotBeHad } from './could-not-be-had.ts';
import { keepToken, type KeepTokenOptions } from './keep-token.ts';

/** A token that some work needs. */
export type FreshToken = Omit<KeepTokenOptions, 'clock'>;

/** What is told of a token that some work needs. */
export interface FreshTokenOptions extends FreshToken {
  /** Signals that ask to end before there is a token. */
  readonly signals: EarlySignals;
}

/**
 * Does some work with a token that is there before, and is kept fresh until the work is done.
 *
 * @throws {DrawbridgeError} why there was no token; nothing was done
 * @throws {ChildEnded} when it was stopped by a signal before
 */
export function withFreshToken<T>(
  { signals, ...token }: FreshTokenOptions,
  work: () => Promise<T>,
): Promise<T> {
  const source = keepToken({ ...token, clock: systemClock });
  return withSources([source], () => source.get(), signals, work);
}

/**
 * The same with several tokens, each of which is kept fresh by itself: what becomes of one is nothing to the others.
 *
 * @throws {DrawbridgeError} why there was no token, of the first of them that could not be had, and which that is; nothing was done
 * @throws {ChildEnded} when it was stopped by a signal before
 */
export function withFreshTokens<T>(
  tokens: readonly FreshToken[],
  signals: EarlySignals,
  work: () => Promise<T>,
): Promise<T> {
  const kept = tokens.map((token) => ({
    what: token.what,
    source: keepToken({ ...token, clock: systemClock }),
  }));
  const first = ({ source, what }: (typeof kept)[number]) =>
    source.get().catch((thrown: unknown) => {
      throw couldNotBeHad(what, toDrawbridgeError(thrown));
    });
  const sources = kept.map(({ source }) => source);
  return withSources(sources, () => Promise.all(kept.map(first)), signals, work);
}

async function withSources<T>(
  sources: readonly TokenSource[],
  first: () => Promise<unknown>,
  signals: EarlySignals,
  work: () => Promise<T>,
): Promise<T> {
  try {
    await Promise.race([first(), signals.stopped]);
    return await work();
  } finally {
    await Promise.all(sources.map((source) => source.close()));
  }
}

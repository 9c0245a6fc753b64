import { systemClock } from '@drawbridge/core';
import type { EarlySignals } from '../early-signals.ts';
import { keepToken, type KeepTokenOptions } from './keep-token.ts';

/** What is told of a token that some work needs. */
export interface FreshTokenOptions extends Omit<KeepTokenOptions, 'clock'> {
  /** Signals that ask to end before there is a token. */
  readonly signals: EarlySignals;
}

/**
 * Does some work with a token that is there before, and is kept fresh until the work is done.
 *
 * @throws {DrawbridgeError} why there was no token; nothing was done
 * @throws {ChildEnded} when it was stopped by a signal before
 */
export async function withFreshToken<T>(
  { signals, ...options }: FreshTokenOptions,
  work: () => Promise<T>,
): Promise<T> {
  const source = keepToken({ ...options, clock: systemClock });
  try {
    await Promise.race([source.get(), signals.stopped]);
    return await work();
  } finally {
    await source.close();
  }
}

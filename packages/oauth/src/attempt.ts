import { type Attempt, DrawbridgeError } from '@drawbridge/core';

/** Makes something else of what an attempt gave. @param to - may throw a DrawbridgeError, which no other attempt mends */
export function mapAttempt<T, U>(attempt: Attempt<T>, to: (value: T) => U): Attempt<U> {
  if (!('value' in attempt)) return attempt;
  try {
    return { value: to(attempt.value) };
  } catch (thrown) {
    if (thrown instanceof DrawbridgeError) return { fault: thrown };
    throw thrown;
  }
}

/** What the only attempt gave. @throws its fault */
export function valueOf<T>(attempt: Attempt<T>): T {
  if ('value' in attempt) return attempt.value;
  throw attempt.fault;
}

/**
 * Whether the request may have been done although nobody was told: no answer came, or one of a gateway whose server
 * did not answer it.
 */
export function mayBeLost(attempt: Attempt<unknown>): boolean {
  return 'fault' in attempt && attempt.again !== undefined;
}

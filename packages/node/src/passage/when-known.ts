import type { Awaitable } from '@drawbridge/core';

/** At once where it is known already: most calls need no promise. */
export function whenKnown<Value>(
  value: Awaitable<Value>,
  take: (value: Value) => void,
  fail: (thrown: unknown) => void,
): void {
  if (value instanceof Promise) value.then(take).catch(fail);
  else take(value);
}

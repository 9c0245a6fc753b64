import { isJsonObject } from '@drawbridge/core';

/** Freezes parsed JSON all through, so that no request can change what the next one is told. */
export function freezeClaims<Value>(value: Value): Value {
  if (Array.isArray(value)) {
    for (const item of value) freezeClaims(item);
    return Object.freeze(value);
  }
  if (!isJsonObject(value)) return value;
  for (const item of Object.values(value)) freezeClaims(item);
  return Object.freeze(value);
}

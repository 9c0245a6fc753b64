import { encodeUtf8 } from '@drawbridge/core';

/**
 * Says why a value must not become a claim, or nothing. JSON readers do not agree on numbers
 * beyond 2^53, nor on texts with half a surrogate pair: what is copied could mean something else on
 * the other side, and two subjects could become one.
 *
 * @param maxBytes - of a text as UTF-8, of anything else as JSON
 */
export function claimFault(value: unknown, maxBytes: number | undefined): string | undefined {
  const fault = ambiguity(value);
  if (fault !== undefined || maxBytes === undefined) return fault;
  const bytes = encodeUtf8(typeof value === 'string' ? value : JSON.stringify(value)).length;
  return bytes > maxBytes ? `has ${bytes} bytes, the limit is ${maxBytes}` : undefined;
}

/** Whether a number is one that every JSON reader reads as the same. */
export function isSafeNumber(value: number): boolean {
  return Number.isFinite(value) && Math.abs(value) <= Number.MAX_SAFE_INTEGER;
}

function ambiguity(value: unknown): string | undefined {
  if (typeof value === 'number') {
    return isSafeNumber(value) ? undefined : 'holds a number that JSON readers do not agree on';
  }
  if (typeof value === 'string') {
    return LONE_SURROGATE.test(value) ? 'holds a text that is no Unicode' : undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [name, inner] of Object.entries(value)) {
    const fault = ambiguity(name) ?? ambiguity(inner);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

/** With the flag `u` a whole pair is one character, and no surrogate. */
const LONE_SURROGATE = /\p{Surrogate}/u;

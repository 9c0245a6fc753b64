import { encodeUtf8 } from '../encoding/utf8.ts';

/** Characters of a key, at most. */
const MAX_KEY = 400;

/** Bytes of a value as UTF-8, at most. */
const MAX_VALUE_BYTES = 64 * 1024;

const KEY = /^[A-Za-z0-9\-_.:/]+$/;
const LONE_SURROGATE = /\p{Surrogate}/u;

/**
 * What is wrong with a key of a store, or nothing. Every driver asks: a key that one driver takes and
 * another does not is found before it is in production.
 */
export function keyFault(key: string): string | undefined {
  if (key.length > MAX_KEY) return `a key has ${key.length} characters, at most ${MAX_KEY} may be`;
  return KEY.test(key) ? undefined : 'a key is empty or has characters that no key may have';
}

/** What is wrong with a value of a store, or nothing. */
export function valueFault(value: string): string | undefined {
  // A character of UTF-16 takes at most three bytes of UTF-8: most values are never encoded for this.
  if (value.length * 3 > MAX_VALUE_BYTES) {
    const { length } = encodeUtf8(value);
    if (length > MAX_VALUE_BYTES) {
      return `a value has ${length} bytes, at most ${MAX_VALUE_BYTES} may be`;
    }
  }
  return LONE_SURROGATE.test(value) ? 'a value is not well-formed text' : undefined;
}

/** Refuses what is a mistake of the caller. @throws {RangeError} */
export function assertKeys(keys: readonly string[]): void {
  for (const key of keys) assertNone(keyFault(key));
}

/** @throws {RangeError} for a key, value or time that no store takes */
export function assertEntry(key: string, value: string, expiresAt: number): void {
  assertNone(keyFault(key) ?? valueFault(value) ?? timeFault(expiresAt));
}

/** @throws {RangeError} for a key, number or time that no store takes */
export function assertAddition(key: string, n: number, expiresAt: number): void {
  const fault = Number.isSafeInteger(n) ? undefined : 'what is added is not a whole number';
  assertNone(keyFault(key) ?? fault ?? timeFault(expiresAt));
}

function timeFault(expiresAt: number): string | undefined {
  return Number.isFinite(expiresAt) ? undefined : 'the time of an expiry is not a number';
}

function assertNone(fault: string | undefined): void {
  if (fault !== undefined) throw new RangeError(fault);
}

import { isJsonObject } from '@drawbridge/core';
import type { PlacedFault } from '@drawbridge/node/config';
import { VOUCH_KEYS, type VouchKeyName } from '../keys/all-keys.ts';
import type { GivenValue } from '../layers/given-value.ts';
import { listOf, textOf, truthOf, wholeOf } from './read-values.ts';

/** Reads values by the kinds that they should be of, and gathers what they are not. */
export interface ValueReader {
  /** `undefined` where there is none, and no default; never empty. */
  text(key: VouchKeyName): string | undefined;
  /** Of a key with a default. */
  count(key: VouchKeyName, most: number): number;
  /** Of a key without one. */
  optionalCount(key: VouchKeyName, most: number): number | undefined;
  flag(key: VouchKeyName): boolean;
  list(key: VouchKeyName): readonly string[];
  /** A JSON object, as text. */
  object(key: VouchKeyName): string | undefined;
  isGiven(key: VouchKeyName): boolean;
  /** Notes a fault of another kind. @param message - the rest of a sentence that begins with the key */
  fault(key: VouchKeyName, message: string): void;
}

/** Makes a reader of what was given. @param faults - what is found is added there */
export function createValueReader(
  given: ReadonlyMap<VouchKeyName, GivenValue>,
  faults: PlacedFault[],
): ValueReader {
  const fault = (key: VouchKeyName, message: string) => {
    const place = given.get(key)?.place;
    faults.push({ path: key, message, ...(place !== undefined && { place }) });
  };
  const valueOf = (key: VouchKeyName) => given.get(key)?.value ?? VOUCH_KEYS.get(key)?.fallback;

  /** @param wanted - what is said where it is something else */
  function read<T>(
    key: VouchKeyName,
    parse: (value: unknown) => T | undefined,
    wanted: string,
  ): T | undefined {
    const value = valueOf(key);
    if (value === undefined) return undefined;
    const parsed = parse(value);
    if (parsed === undefined) fault(key, `is not ${wanted}`);
    return parsed;
  }

  const optionalCount = (key: VouchKeyName, most: number) =>
    read(key, (value) => wholeOf(value, most), `a whole number from 0 to ${most}`);
  return {
    text(key) {
      const text = read(key, textOf, 'text, or too long a number: put it in quotes');
      return text === '' ? undefined : text;
    },
    count: (key, most) => optionalCount(key, most) ?? Number(VOUCH_KEYS.get(key)?.fallback ?? 0),
    optionalCount,
    flag: (key) => read(key, truthOf, 'true or false') ?? false,
    list: (key) => read(key, listOf, 'a list of texts') ?? [],
    object: (key) =>
      read(key, (value) => (isJsonObject(value) ? JSON.stringify(value) : undefined), 'a map'),
    isGiven: (key) => given.has(key),
    fault,
  };
}

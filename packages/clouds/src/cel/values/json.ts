import { isJsonObject } from '@drawbridge/core';
import { type Meter, TooCostly } from '../meter.ts';
import { fault, Trouble, unknown } from '../trouble.ts';
import { CelUint, type CelResult, isList, isMap } from './value.ts';

/** JSON may be nested as deep as it is long, and the stack is not. */
const MAX_DEPTH = 100;

/**
 * A JSON value as CEL has it.
 *
 * @throws {TooCostly} where it is nested too deeply
 */
export function fromJson(value: unknown, meter: Meter, depth = 0): CelResult {
  meter.spend(1);
  if (depth > MAX_DEPTH) throw new TooCostly();
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return fromNumber(value, meter);
  if (typeof value === 'bigint') return value;
  if (Array.isArray(value)) {
    return value.map((item: unknown) => fromJson(item, meter, depth + 1));
  }
  if (isJsonObject(value)) {
    const members = new Map<string, CelResult>();
    for (const [name, member] of Object.entries(value)) {
      members.set(name, fromJson(member, meter, depth + 1));
    }
    return members;
  }
  return value === undefined
    ? unknown('a value that is not given')
    : fault(`it has a value that is not JSON: ${typeof value}`);
}

/**
 * cel-go in Kubernetes takes what fits into an int for one (apimachinery, runtime.DefaultUnstructuredConverter). Beyond 2^53 the
 * parser of JSON has lost the last digits.
 */
function fromNumber(value: number, meter: Meter): CelResult {
  if (!Number.isInteger(value)) return value;
  if (!Number.isSafeInteger(value)) return unknown('a whole number of more than 15 digits');
  meter.asked.wholeNumber = true;
  return meter.reading.wholeNumber === 'int' ? BigInt(value) : value;
}

/** A value as a caller sees it: lists are arrays, maps are `Map`s, unsigned ints are bigints. */
export function toOutside(value: CelResult, meter: Meter): unknown {
  meter.spend(1);
  if (value instanceof Trouble) return value;
  if (value instanceof CelUint) return value.value;
  if (isList(value)) {
    const items = value.map((item) => toOutside(item, meter));
    return items.find((item) => item instanceof Trouble) ?? items;
  }
  if (isMap(value)) {
    const members = new Map<unknown, unknown>();
    for (const [key, member] of value) {
      const seen = toOutside(member, meter);
      if (seen instanceof Trouble) return seen;
      members.set(key, seen);
    }
    return members;
  }
  return value;
}

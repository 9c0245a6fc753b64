import type { Meter } from '../meter.ts';
import { fault, Trouble, worse } from '../trouble.ts';
import {
  CelDuration,
  CelOptional,
  type CelResult,
  CelTimestamp,
  CelType,
  CelUint,
  type CelValue,
  isList,
  isMap,
  typeOf,
} from './value.ts';

/** Whether two values are equal (CEL language definition, "Equality"): numbers by what they are worth, whatever their type. */
export function areEqual(one: CelResult, other: CelResult, meter: Meter): boolean | Trouble {
  meter.spend(1);
  if (one instanceof Trouble) return one;
  if (other instanceof Trouble) return other;
  if (isNumber(one) && isNumber(other)) return compareNumbers(one, other) === 0;
  if (typeof one === 'string' && typeof other === 'string') {
    meter.spendText(Math.min(one.length, other.length));
    return one === other;
  }
  if (isList(one) && isList(other)) {
    if (one.length !== other.length) return false;
    return all(one, (item, index) => areEqual(item, other[index] ?? null, meter));
  }
  if (isMap(one) && isMap(other)) {
    if (one.size !== other.size) return false;
    return all([...one], ([key, value]) => {
      const there = other.get(key);
      return there === undefined ? false : areEqual(value, there, meter);
    });
  }
  if (one === null || other === null) return one === other;
  if (typeOf(one) !== typeOf(other)) return mixedTypes(one, other, meter) ?? false;
  return areSame(one, other, meter);
}

function areSame(one: CelValue, other: CelValue, meter: Meter): boolean | Trouble {
  if (one instanceof CelType && other instanceof CelType) return one.name === other.name;
  if (
    (one instanceof CelTimestamp && other instanceof CelTimestamp) ||
    (one instanceof CelDuration && other instanceof CelDuration)
  ) {
    return one.nanoseconds === other.nanoseconds;
  }
  if (one instanceof CelOptional && other instanceof CelOptional) {
    if (one.value === undefined || other.value === undefined) return one.value === other.value;
    return areEqual(one.value, other.value, meter);
  }
  if (one instanceof Uint8Array && other instanceof Uint8Array) {
    meter.spendText(one.length);
    return one.length === other.length && one.every((byte, index) => byte === other[index]);
  }
  return one === other;
}

/** What comes of two types where the reading has them compared: `undefined`, go on. */
export function mixedTypes(one: CelValue, other: CelValue, meter: Meter): Trouble | undefined {
  meter.asked.mixedTypes = true;
  if (meter.reading.mixedTypes === 'compared') return undefined;
  return fault(`${typeOf(one)} and ${typeOf(other)} cannot be compared`);
}

/** False where one is false, whatever cannot be told of the others. */
function all<Item>(
  items: readonly Item[],
  test: (item: Item, index: number) => boolean | Trouble,
): boolean | Trouble {
  let trouble: Trouble | undefined;
  for (const [index, item] of items.entries()) {
    const result = test(item, index);
    if (result === false) return false;
    if (result instanceof Trouble) trouble = worse(trouble, result);
  }
  return trouble ?? true;
}

type CelNumber = number | bigint | CelUint;

export function isNumber(value: CelValue): value is CelNumber {
  return typeof value === 'number' || typeof value === 'bigint' || value instanceof CelUint;
}

/**
 * Less than, equal to or more than zero; NaN where they have no order. Whole numbers are compared exactly with each other, and as
 * doubles with a double, by which large ones lose digits (cel-go, common/types/compare.go).
 */
export function compareNumbers(one: CelNumber, other: CelNumber): number {
  const left = one instanceof CelUint ? one.value : one;
  const right = other instanceof CelUint ? other.value : other;
  if (typeof left === 'bigint' && typeof right === 'bigint') {
    return left < right ? -1 : left > right ? 1 : 0;
  }
  const [first, second] = [Number(left), Number(right)];
  if (first < second) return -1;
  if (first > second) return 1;
  return first === second ? 0 : Number.NaN;
}

/** The order of text is that of its code points; that of JavaScript is another beyond U+FFFF. */
export function compareText(one: string, other: string): number {
  const length = Math.min(one.length, other.length);
  for (let index = 0; index < length; index++) {
    const left = one.charCodeAt(index);
    const right = other.charCodeAt(index);
    if (left !== right) return rank(left) - rank(right);
  }
  return one.length - other.length;
}

/** Surrogates stand for what comes after all others. */
function rank(unit: number): number {
  return unit >= 0xd8_00 && unit <= 0xdf_ff ? unit + 0x1_00_00 : unit;
}

import { quote } from '@drawbridge/core';
import type { Meter } from '../meter.ts';
import { fault, Trouble, unknown } from '../trouble.ts';
import {
  CelOptional,
  type CelResult,
  type CelValue,
  isList,
  isMap,
  keyOf,
  typeOf,
} from '../values/value.ts';

const NONE = new CelOptional(undefined);

/** `a.b`. Of what is optional, it is optional (cel-go, cel.OptionalTypes). */
export function selectField(operand: CelResult, field: string, meter: Meter): CelResult {
  if (operand instanceof Trouble) return operand;
  if (operand instanceof CelOptional) return selectOptional(operand, field, meter);
  if (!isMap(operand)) return noFields(operand, field);
  const value = operand.get(field);
  return value === undefined ? noKey(field) : value;
}

/** `a.?b` */
export function selectOptional(operand: CelResult, field: string, meter: Meter): CelResult {
  if (operand instanceof Trouble) return operand;
  const value = operand instanceof CelOptional ? operand.value : operand;
  if (value === undefined) return NONE;
  return isMap(value) ? optionalOf(value.get(field)) : (notThere(value, field, meter) ?? NONE);
}

/** `has(a.b)` */
export function hasField(operand: CelResult, field: string, meter: Meter): CelResult {
  if (operand instanceof Trouble) return operand;
  const value = operand instanceof CelOptional ? operand.value : operand;
  if (value === undefined) return false;
  return isMap(value) ? value.has(field) : (notThere(value, field, meter) ?? false);
}

/**
 * What comes of asking whether a value that has no fields has one: a fault by the conformance tests of CEL, and in cel-go only
 * where it is set up so (EnableErrorOnBadPresenceTest), as it is not in Kubernetes.
 */
function notThere(value: CelValue, field: string, meter: Meter): Trouble | undefined {
  if (isList(value)) {
    return meter.reading.hasOfList === 'fault'
      ? noFields(value, field)
      : unknown('what has() says of a list');
  }
  meter.asked.mixedTypes = true;
  return meter.reading.mixedTypes === 'fault' ? noFields(value, field) : undefined;
}

function noFields(value: CelValue, field: string): Trouble {
  return fault(`${typeOf(value)} has no fields, and ${quote(field)} is asked for`);
}

/** `a[b]` and `a[?b]` */
export function indexOf(
  operand: CelResult,
  index: CelResult,
  isOptional: boolean,
  meter: Meter,
): CelResult {
  if (operand instanceof Trouble) return operand;
  if (index instanceof Trouble) return index;
  const isWrapped = isOptional || operand instanceof CelOptional;
  const value = operand instanceof CelOptional ? operand.value : operand;
  if (value === undefined) return NONE;
  const found = memberAt(value, index, meter);
  if (!isWrapped) return found === undefined ? noMember(value, index) : found;
  return found instanceof Trouble ? found : optionalOf(found);
}

function memberAt(value: CelValue, index: CelValue, meter: Meter): CelResult | undefined {
  if (typeof index === 'string') meter.spendText(index.length);
  const key = keyOf(index);
  if (isMap(value)) return key === undefined ? undefined : value.get(key);
  if (!isList(value)) return fault(`${typeOf(value)} has no members`);
  if (typeof key !== 'bigint') return fault(`${typeOf(index)} is no index of a list`);
  return key < 0n || key >= BigInt(value.length) ? undefined : value[Number(key)];
}

function optionalOf(value: CelResult | undefined): CelResult {
  if (value instanceof Trouble) return value;
  return value === undefined ? NONE : new CelOptional(value);
}

function noKey(name: string): Trouble {
  return fault(`there is no ${quote(name)}`);
}

function noMember(value: CelValue, index: CelValue): Trouble {
  const key = keyOf(index);
  if (isList(value)) return fault(`a list of ${value.length} has no member ${String(key)}`);
  return noKey(key === undefined ? typeOf(index) : String(key));
}

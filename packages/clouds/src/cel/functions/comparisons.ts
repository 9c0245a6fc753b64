import type { Meter } from '../meter.ts';
import { fault, Trouble, worse } from '../trouble.ts';
import { areEqual, compareNumbers, compareText, isNumber, mixedTypes } from '../values/equal.ts';
import {
  CelDuration,
  type CelResult,
  CelTimestamp,
  type CelValue,
  keyOf,
  typeOf,
} from '../values/value.ts';
import { defineFunction } from './define.ts';
import type { FunctionRow } from './function-table.ts';

/** Whether an order fits an operator. NaN fits none. */
const ORDERS: readonly (readonly [string, (order: number) => boolean])[] = [
  ['_<_', (order) => order < 0],
  ['_<=_', (order) => order <= 0],
  ['_>_', (order) => order > 0],
  ['_>=_', (order) => order >= 0],
];

export const COMPARISON_ROWS: readonly FunctionRow[] = [
  defineFunction('_==_', ['dyn', 'dyn'], 'bool', ([left, right], meter) =>
    areEqual(left, right, meter),
  ),
  defineFunction('_!=_', ['dyn', 'dyn'], 'bool', ([left, right], meter) =>
    negate(areEqual(left, right, meter)),
  ),
  defineFunction('!_', ['bool'], 'bool', ([value]) => !value),
  ...ORDERS.map(([name, fits]) =>
    defineFunction(name, ['dyn', 'dyn'], 'bool', ([left, right], meter) => {
      const order = compare(left, right, meter);
      return order instanceof Trouble ? order : fits(order);
    }),
  ),
  defineFunction('@in', ['dyn', 'list'], 'bool', ([value, list], meter) => {
    let trouble: Trouble | undefined;
    for (const item of list) {
      const isSame = areEqual(item, value, meter);
      if (isSame === true) return true;
      if (isSame instanceof Trouble) trouble = worse(trouble, isSame);
    }
    return trouble ?? false;
  }),
  defineFunction('@in', ['dyn', 'map'], 'bool', ([value, map], meter) => {
    if (typeof value === 'string') meter.spendText(value.length);
    const key = keyOf(value);
    return key !== undefined && map.has(key);
  }),
];

function negate(result: boolean | Trouble): CelResult {
  return typeof result === 'boolean' ? !result : result;
}

function compare(left: CelValue, right: CelValue, meter: Meter): number | Trouble {
  if (isNumber(left) && isNumber(right)) {
    if (typeOf(left) !== typeOf(right)) {
      const mixed = mixedTypes(left, right, meter);
      if (mixed !== undefined) return mixed;
    }
    return compareNumbers(left, right);
  }
  if (typeof left === 'string' && typeof right === 'string') {
    meter.spend(1 + Math.min(left.length, right.length) / 4);
    return compareText(left, right);
  }
  if (typeof left === 'boolean' && typeof right === 'boolean') return Number(left) - Number(right);
  if (
    (left instanceof CelTimestamp && right instanceof CelTimestamp) ||
    (left instanceof CelDuration && right instanceof CelDuration)
  ) {
    return compareNumbers(left.nanoseconds, right.nanoseconds);
  }
  if (left instanceof Uint8Array && right instanceof Uint8Array) {
    meter.spend(1 + Math.min(left.length, right.length) / 4);
    return compareBytes(left, right);
  }
  return fault(`${typeOf(left)} and ${typeOf(right)} have no order`);
}

function compareBytes(left: Uint8Array, right: Uint8Array): number {
  const at = left.findIndex((byte, index) => byte !== right[index]);
  if (at === -1 || at >= right.length) return left.length - right.length;
  return (left[at] ?? 0) - (right[at] ?? 0);
}

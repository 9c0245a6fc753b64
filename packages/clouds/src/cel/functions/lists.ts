import type { Meter } from '../meter.ts';
import { fault, Trouble, worse } from '../trouble.ts';
import { areEqual } from '../values/equal.ts';
import type { CelList, CelResult, CelValue } from '../values/value.ts';
import { COMPARISON_ROWS } from './comparisons.ts';
import { defineFunction, defineMethod } from './define.ts';
import type { FunctionRow } from './function-table.ts';
import { NUMBER_ROWS } from './numbers.ts';

/** Kubernetes' functions of lists (apiserver, pkg/cel/library/lists.go), and cel-go's ext.Sets. */
export const LIST_ROWS: readonly FunctionRow[] = [
  defineMethod('isSorted', ['list'], 'bool', ([list], meter) => {
    for (let at = 1; at < list.length; at++) {
      const isOrdered = apply('_<=_', list[at - 1] ?? null, list[at] ?? null, meter);
      if (isOrdered !== true) return isOrdered;
    }
    return true;
  }),
  defineMethod('sum', ['list'], 'dyn', ([list], meter) => {
    const [first = 0n, ...others] = list;
    return others.reduce<CelResult>((sum, item) => apply('_+_', sum, item, meter), first);
  }),
  defineMethod('min', ['list'], 'dyn', ([list], meter) => extreme(list, '_<_', meter)),
  defineMethod('max', ['list'], 'dyn', ([list], meter) => extreme(list, '_>_', meter)),
  defineMethod('indexOf', ['list', 'dyn'], 'int', ([list, item], meter) =>
    placeOf(list, item, meter),
  ),
  defineMethod('lastIndexOf', ['list', 'dyn'], 'int', ([list, item], meter) => {
    meter.spend(list.length);
    const place = placeOf(list.toReversed(), item, meter);
    return typeof place === 'bigint' && place >= 0n ? BigInt(list.length) - 1n - place : place;
  }),
  defineFunction('sets.contains', ['list', 'list'], 'bool', ([list, part], meter) =>
    hasAll(list, part, meter),
  ),
  defineFunction('sets.equivalent', ['list', 'list'], 'bool', ([list, other], meter) => {
    const forth = hasAll(list, other, meter);
    if (forth === false) return false;
    const back = hasAll(other, list, meter);
    return back === false || forth === true ? back : forth;
  }),
  defineFunction('sets.intersects', ['list', 'list'], 'bool', ([list, other], meter) => {
    let trouble: Trouble | undefined;
    for (const item of other) {
      const isIn = has(list, item, meter);
      if (isIn === true) return true;
      if (isIn instanceof Trouble) trouble = worse(trouble, isIn);
    }
    return trouble ?? false;
  }),
];

function apply(name: string, left: CelResult, right: CelResult, meter: Meter): CelResult {
  if (left instanceof Trouble) return left;
  if (right instanceof Trouble) return right;
  const rows = name === '_+_' ? NUMBER_ROWS : COMPARISON_ROWS;
  const row = rows.find(
    (each) => each.name === name && each.takes.every((type, at) => isOf(type, [left, right][at])),
  );
  return row?.run([left, right], meter) ?? fault(`${name} does not take the members of the list`);
}

function isOf(type: string, value: CelValue | undefined): boolean {
  return (
    type === 'dyn' ||
    (type === 'int' && typeof value === 'bigint') ||
    (type === 'double' && typeof value === 'number')
  );
}

function extreme(list: CelList, name: '_<_' | '_>_', meter: Meter): CelResult {
  const [first, ...others] = list;
  if (first === undefined) return fault('an empty list has no least and no greatest');
  return others.reduce((best, item) => {
    const isBetter = apply(name, item, best, meter);
    if (isBetter instanceof Trouble) return isBetter;
    return isBetter === true ? item : best;
  }, first);
}

function placeOf(list: CelList, wanted: CelValue, meter: Meter): CelResult {
  for (const [at, item] of list.entries()) {
    const isSame = areEqual(item, wanted, meter);
    if (isSame instanceof Trouble) return isSame;
    if (isSame) return BigInt(at);
  }
  return -1n;
}

function has(list: CelList, wanted: CelResult, meter: Meter): boolean | Trouble {
  let trouble: Trouble | undefined;
  for (const item of list) {
    const isSame = areEqual(item, wanted, meter);
    if (isSame === true) return true;
    if (isSame instanceof Trouble) trouble = worse(trouble, isSame);
  }
  return trouble ?? false;
}

function hasAll(list: CelList, part: CelList, meter: Meter): boolean | Trouble {
  let trouble: Trouble | undefined;
  for (const item of part) {
    const isIn = has(list, item, meter);
    if (isIn === false) return false;
    if (isIn instanceof Trouble) trouble = worse(trouble, isIn);
  }
  return trouble ?? true;
}

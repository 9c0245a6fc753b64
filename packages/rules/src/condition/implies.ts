import type { Condition } from '../rule.ts';
import type { CompiledCondition } from './compile-condition.ts';
import { isHas, isList } from './kinds.ts';

/**
 * Whether every value that meets `narrow` meets `wide` too. Where that cannot be told (two
 * different patterns), the answer is no: nobody is warned of what may be fine.
 */
export function implies(narrow: CompiledCondition, wide: CompiledCondition): boolean {
  if (narrow.inList !== wide.inList) return false;
  if (narrow.values !== undefined) return narrow.values.every((value) => wide.meets(value));
  if (isEverything(wide.source)) return isText(narrow.source);
  return JSON.stringify(narrow.source) === JSON.stringify(wide.source);
}

/** `**` takes every text. */
function isEverything(condition: Condition): boolean {
  return typeof condition === 'object' && 'glob' in condition && /^\*{2,}$/.test(condition.glob);
}

function isText(condition: Condition): boolean {
  return !isHas(condition) && typeof condition === 'object' && !isList(condition);
}

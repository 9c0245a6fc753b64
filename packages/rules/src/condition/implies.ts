import type { Condition } from '../rule.ts';
import type { CompiledCondition } from './compile-condition.ts';
import { isHas, isList } from './kinds.ts';

/**
 * Whether every value that meets `narrow` meets `wide` too. Where that cannot be told (two
 * different patterns), the answer is no: nobody is warned of what may be fine.
 */
export function implies(narrow: CompiledCondition, wide: CompiledCondition): boolean {
  if (narrow.element !== undefined && wide.element !== undefined) {
    return implies(narrow.element, wide.element);
  }
  if (narrow.element !== undefined || wide.element !== undefined) return false;
  if (narrow.values !== undefined) return narrow.values.every((value) => wide.meets(value));
  // What cannot be counted is a pattern, and takes texts alone.
  const pattern = patternKey(wide.source);
  return pattern === EVERY_TEXT || (pattern !== undefined && pattern === patternKey(narrow.source));
}

/** The {@link patternKey} of `**`, which takes every text. */
export const EVERY_TEXT = 'glob **';

/** A text that is the same for patterns that are the same; `undefined` for what is no pattern. */
export function patternKey(condition: Condition): string | undefined {
  if (isHas(condition) || typeof condition !== 'object' || isList(condition)) return undefined;
  if ('regex' in condition) return `regex ${condition.regex}`;
  return /^\*{2,}$/.test(condition.glob) ? EVERY_TEXT : `glob ${condition.glob}`;
}

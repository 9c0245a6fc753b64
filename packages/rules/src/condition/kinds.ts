import type { Condition, HasCondition, Scalar, ValueCondition } from '../rule.ts';

/** Whether a condition looks for an element of a list. */
export function isHas(condition: Condition): condition is HasCondition {
  return typeof condition === 'object' && 'has' in condition;
}

/** Whether a condition is a list of values, one of which must be met. */
export function isList(condition: Condition): condition is readonly Scalar[] {
  return Array.isArray(condition);
}

/** The regular expression of a condition, if it has one. */
export function regexOf(condition: Condition): string | undefined {
  const value: ValueCondition = isHas(condition) ? condition.has : condition;
  return typeof value === 'object' && 'regex' in value ? value.regex : undefined;
}

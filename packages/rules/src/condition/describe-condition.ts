import type { Condition, ValueCondition } from '../rule.ts';
import { isHas, isList } from './kinds.ts';

/** Says in plain words what a claim must be: `ref matches "release/*"`. */
export function describeCondition(claim: string, condition: Condition): string {
  if (isHas(condition)) return `${claim} has an element that ${words(condition.has, 'is')}`;
  return `${claim} ${words(condition, '=')}`;
}

function words(condition: ValueCondition, equals: string): string {
  if (typeof condition !== 'object') return `${equals} ${JSON.stringify(condition)}`;
  if (isList(condition)) {
    return `is one of ${condition.map((value) => JSON.stringify(value)).join(', ')}`;
  }
  if ('glob' in condition) return `matches ${JSON.stringify(condition.glob)}`;
  return `matches the whole of /${condition.regex}/`;
}

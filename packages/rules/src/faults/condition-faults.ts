import type { RegexCompiler } from '../condition/regex.ts';
import { globFault } from '../condition/glob.ts';
import { isHas, isList, regexOf } from '../condition/kinds.ts';
import type { Condition, ValueCondition } from '../rule.ts';

/** Says what is wrong with a condition, as the rest of a sentence; or nothing. */
export function conditionFault(
  condition: Condition,
  regex: RegexCompiler | undefined,
): string | undefined {
  const value: ValueCondition = isHas(condition) ? condition.has : condition;
  if (isList(value))
    return value.length === 0 ? 'is an empty list, which no claim meets' : undefined;
  if (typeof value !== 'object') return undefined;
  if ('glob' in value) return prefixed('has a glob that', globFault(value.glob));
  const pattern = regexOf(value) ?? '';
  if (pattern === '') return 'has a regular expression that is empty';
  const compiled = regex?.(pattern);
  if (compiled === undefined || !('fault' in compiled)) return undefined;
  return `has a regular expression that RE2 does not take (${compiled.fault})`;
}

function prefixed(subject: string, fault: string | undefined): string | undefined {
  return fault === undefined ? undefined : `${subject} ${fault}`;
}

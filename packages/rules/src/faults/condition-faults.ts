import { isSafeNumber } from '../claims/claim-fault.ts';
import { globFault } from '../condition/glob.ts';
import { isHas, isList, regexOf } from '../condition/kinds.ts';
import type { RegexCompiler } from '../condition/regex.ts';
import type { Condition, Scalar, ValueCondition } from '../rule.ts';

/** Says what is wrong with a condition, as the rest of a sentence; or nothing. */
export function conditionFault(
  condition: Condition,
  regex: RegexCompiler | undefined,
): string | undefined {
  if (!isOneKind(condition)) return SEVERAL_KINDS;
  const value: ValueCondition = isHas(condition) ? condition.has : condition;
  if (!isOneKind(value)) return SEVERAL_KINDS;
  if (isList(value)) {
    return value.length === 0 ? 'is an empty list, which no claim meets' : valueFault(value);
  }
  if (typeof value !== 'object') return valueFault([value]);
  if ('glob' in value) return prefixed('has a glob that', globFault(value.glob));
  const pattern = regexOf(value) ?? '';
  if (pattern === '') return 'has a regular expression that is empty';
  const compiled = regex?.(pattern);
  if (compiled === undefined || !('fault' in compiled)) return undefined;
  return `has a regular expression that RE2 does not take (${compiled.fault})`;
}

const SEVERAL_KINDS = 'is not exactly one of a value, a list, glob, regex and has';

/** Types let `{ glob, regex }` pass, and one of the two would go unheeded. */
function isOneKind(condition: Condition): boolean {
  if (typeof condition !== 'object' || isList(condition)) return true;
  return condition !== null && Object.keys(condition).length === 1;
}

function valueFault(values: readonly Scalar[]): string | undefined {
  // A token may hold another number and be read as this one.
  if (values.some((value) => typeof value === 'number' && !isSafeNumber(value))) {
    return 'has a number beyond 2^53, which cannot be told from its neighbours';
  }
  // Who writes a star means a pattern, and the rule would match nothing.
  if (values.some((value) => typeof value === 'string' && value.includes('*'))) {
    return 'has a "*" that would be compared as it stands; write {glob: "…"}, in which \\* is the character';
  }
  return undefined;
}

function prefixed(subject: string, fault: string | undefined): string | undefined {
  return fault === undefined ? undefined : `${subject} ${fault}`;
}

import type { Condition, GlobCondition, RegexCondition, Scalar } from '../rule.ts';
import { compileGlob } from './glob.ts';
import { isHas, isList } from './kinds.ts';
import type { RegexCompiler } from './regex.ts';

/** A condition made ready. */
export interface CompiledCondition {
  /** Whether a claim's value meets it; what is missing or of another type does not. */
  meets(value: unknown): boolean;
  /** All values that meet it, where they can be counted. */
  readonly values: readonly Scalar[] | undefined;
  /** Where it looks for an element of a list: what that must be. */
  readonly element: CompiledCondition | undefined;
  /** The condition as it was written. */
  readonly source: Condition;
}

/**
 * The longest text that a pattern looks at, in UTF-16 units: time grows with the product of pattern
 * and text, and nothing that tells one identity from another is that long.
 */
export const MAX_PATTERN_TEXT = 4096;

/**
 * Compiles a condition that has no fault.
 *
 * @param regex - needed when the condition has a regular expression
 */
export function compileCondition(
  source: Condition,
  regex: RegexCompiler | undefined,
): CompiledCondition {
  if (isHas(source)) {
    const element = compileCondition(source.has, regex);
    return {
      meets: (value) => Array.isArray(value) && value.some((each) => element.meets(each)),
      values: undefined,
      element,
      source,
    };
  }
  if (typeof source !== 'object') return oneOf([source], source);
  if (isList(source)) return oneOf(source, source);
  const matches = compileText(source, regex);
  return {
    meets: (value) =>
      typeof value === 'string' && value.length <= MAX_PATTERN_TEXT && matches(value),
    values: undefined,
    element: undefined,
    source,
  };
}

function oneOf(values: readonly Scalar[], source: Condition): CompiledCondition {
  const set = new Set<unknown>(values);
  return { meets: (value) => set.has(value), values, element: undefined, source };
}

function compileText(
  condition: GlobCondition | RegexCondition,
  regex: RegexCompiler | undefined,
): (text: string) => boolean {
  if ('glob' in condition) return compileGlob(condition.glob);
  const compiled = regex?.(condition.regex);
  if (compiled === undefined || 'fault' in compiled) {
    throw new TypeError(`${condition.regex} cannot be compiled`);
  }
  return compiled.matches;
}

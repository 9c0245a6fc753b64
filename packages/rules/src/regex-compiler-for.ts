import { regexOf } from './condition/kinds.ts';
import { loadRegexCompiler, type RegexCompiler } from './condition/regex.ts';
import type { Condition } from './rule.ts';

/** Where a rule may have conditions. */
interface WithConditions {
  readonly match: {
    readonly claims?: Readonly<Record<string, Condition>> | undefined;
    readonly groups?: Condition | undefined;
  };
}

/** Loads what compiles regular expressions, if one of the rules has any. */
export async function regexCompilerFor(
  rules: readonly WithConditions[],
): Promise<RegexCompiler | undefined> {
  const needed = rules.some(({ match: { claims = {}, groups = '' } }) =>
    [...Object.values(claims), groups].some((condition) => regexOf(condition) !== undefined),
  );
  return needed ? loadRegexCompiler() : undefined;
}

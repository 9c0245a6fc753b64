import { regexOf } from './condition/kinds.ts';
import { loadRegexCompiler, type RegexCompiler } from './condition/regex.ts';
import type { Rule } from './rule.ts';

/** Loads what compiles regular expressions, if one of the rules has any. */
export async function regexCompilerFor(rules: readonly Rule[]): Promise<RegexCompiler | undefined> {
  const needed = rules.some(({ match }) =>
    Object.values(match.claims ?? {}).some((condition) => regexOf(condition) !== undefined),
  );
  return needed ? loadRegexCompiler() : undefined;
}

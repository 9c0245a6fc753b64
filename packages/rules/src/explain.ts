import { type Check, listChecks } from './checks.ts';
import type { CompiledRule } from './compile-rule.ts';
import type { Rule } from './rule.ts';
import type { Ask, TokenView } from './token-view.ts';

/** Why one rule decides, or does not. */
export interface RuleExplanation {
  readonly rule: string;
  /** Whether all its checks are met; of several such rules the first decides. */
  readonly matches: boolean;
  readonly checks: readonly Check[];
}

/** Why rules said what they said of a token. */
export interface Explanation {
  /** Name of the rule that decides; `undefined` when none does. */
  readonly decides: string | undefined;
  /** Every rule, in order. */
  readonly rules: readonly RuleExplanation[];
  /** For a refusal: the narrowest rule that would allow it. */
  readonly narrowest?: Rule;
}

/** Explains each rule's view of a token. */
export function explainRules(
  rules: readonly CompiledRule[],
  token: TokenView,
  ask: Ask,
): readonly RuleExplanation[] {
  return rules.map((rule) => {
    const checks = listChecks(rule, token, ask);
    return { rule: rule.rule.name, matches: checks.every(({ met }) => met), checks };
  });
}

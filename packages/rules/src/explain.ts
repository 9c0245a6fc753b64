import { type Algorithm, DrawbridgeError } from '@drawbridge/core';
import { type Check, listChecks } from './checks.ts';
import type { CompiledRule } from './compile-rule.ts';
import { makeGrant } from './grant.ts';
import type { RefusalReason, Wanting } from './refusal-reason.ts';
import type { Rule } from './rule.ts';
import type { Ask, TokenView } from './token-view.ts';

/** Why one rule decides, or does not. */
export interface RuleExplanation {
  readonly rule: string;
  /** Whether all its checks are met; of several such rules the first decides. */
  readonly matches: boolean;
  readonly checks: readonly Check[];
}

/** What the rule that decides would hand out. It is for reading: nothing can be minted from it. */
export interface Preview {
  readonly rule: string;
  readonly audiences: readonly string[];
  readonly claims: Readonly<Record<string, unknown>>;
  /** Seconds. */
  readonly lifetime: number;
  readonly algorithm?: Algorithm;
  /** Each token is exchanged once. */
  readonly once?: true;
}

/** What rules say of a token. */
export type Outcome =
  | { readonly allowed: Preview }
  /** A rule decides, but a claim that it would hand out is unfit, or one that it needs is missing. */
  | { readonly unfit: string; readonly rule: string }
  | {
      readonly refused: RefusalReason;
      /** The narrowest rule that would allow it. */
      readonly narrowest: Rule;
      /** Where proof of who calls is all that is missing. */
      readonly wanting?: Wanting;
    };

/** What rules say of a token, and why. */
export interface Explanation {
  readonly outcome: Outcome;
  /** Every rule, in order. */
  readonly rules: readonly RuleExplanation[];
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

/** What a rule that matches would hand out. */
export function preview(
  rule: CompiledRule,
  token: TokenView,
  ask: Ask,
): Exclude<Outcome, { refused: unknown }> {
  try {
    const { claims, once, ...grant } = makeGrant(rule, token, ask);
    return {
      allowed: {
        ...grant,
        claims: Object.fromEntries(claims),
        ...(once !== undefined && { once: true }),
      },
    };
  } catch (thrown) {
    if (!(thrown instanceof DrawbridgeError)) throw thrown;
    return { unfit: thrown.message, rule: rule.rule.name };
  }
}

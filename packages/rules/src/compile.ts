import { configError, type VerifiedToken } from '@drawbridge/core';
import { matchesCaller, matchesTargets, matchesToken } from './checks.ts';
import { findClaim } from './claims/find-claim.ts';
import { type CompiledRule, compileRule } from './compile-rule.ts';
import { type Explanation, explainRules, type Outcome, preview } from './explain.ts';
import { groupByIssuer } from './group-by-issuer.ts';
import { findRuleFaults } from './faults/find-rule-faults.ts';
import { type Grant, makeGrant } from './grant.ts';
import { type NarrowestRule, narrowestRuleAmong } from './narrowest-rule.ts';
import { regexCompilerFor } from './regex-compiler-for.ts';
import type { RefusalReason, Wanting } from './refusal-reason.ts';
import type { Rule } from './rule.ts';
import { createRuleIndex, type RuleIndex } from './rule-index.ts';
import { type Ask, ASK_NOTHING, type TokenView } from './token-view.ts';

/** What rules say of a token. */
export type Decision = { readonly granted: Grant } | Refusal;

/** Nothing is handed out. */
interface Refusal {
  readonly refused: RefusalReason;
  /** For the log: the narrowest rule that would have allowed it. */
  readonly narrowest: Rule;
  /** Where proof of who calls is all that is missing: the rule that would then decide. */
  readonly wanting?: Wanting;
}

type Choice = { readonly chosen: CompiledRule } | Refusal;

/** Rules made ready to decide. Immutable. */
export interface RuleSet {
  /**
   * Decides what a token may be exchanged for: by the first rule that matches the token, the
   * caller and all that is asked for. Without one, nothing is handed out.
   *
   * @throws {DrawbridgeError} `claim_unfit`, `claim_missing`
   */
  decide(token: VerifiedToken, ask?: Ask): Decision;
  /** Says what {@link decide} would decide of a token that nobody verified. Nothing can be minted from the answer. */
  preview(token: TokenView, ask?: Ask): Outcome;
  /** Says why {@link decide} would decide as it does. Nothing can be minted from the answer. */
  explain(token: TokenView, ask?: Ask): Explanation;
  /** The names of all claims that some rule may put into a token, sorted. */
  readonly claimNames: readonly string[];
  /** Whether some rule takes each token once, which needs a memory of those that came. */
  readonly once: boolean;
}

interface IssuerRules {
  readonly rules: readonly CompiledRule[];
  readonly index: RuleIndex;
  readonly narrowest: NarrowestRule;
}

/**
 * Compiles rules once, so that a decision costs a look-up by issuer and by the claim that tells
 * the issuer's rules apart, and then the few rules that are left.
 *
 * @param path - where the rules stand in the configuration, for messages
 * @throws {DrawbridgeError} `config_invalid`, with every fault of every rule
 */
export async function compileRules(rules: readonly Rule[], path = 'rules'): Promise<RuleSet> {
  // What is judged is what is kept: nobody changes it between, or afterwards.
  const own = structuredClone(rules);
  const faults = await findRuleFaults(own, path);
  if (faults.length > 0) throw configError(faults);
  const regex = await regexCompilerFor(own);
  const compiled = own.map((rule) => compileRule(rule, regex));
  const byIssuer = new Map<string, IssuerRules>();
  for (const [issuer, siblings] of groupByIssuer(compiled)) {
    byIssuer.set(issuer, {
      rules: siblings,
      index: createRuleIndex(siblings),
      narrowest: narrowestRuleAmong(siblings),
    });
  }

  const narrowestOfNone = narrowestRuleAmong([]);

  const choose = (token: TokenView, ask: Ask): Choice => {
    const siblings = byIssuer.get(token.issuer);
    if (siblings === undefined) return { refused: 'rule', narrowest: narrowestOfNone(token, ask) };
    const { claims } = token;
    let refused: RefusalReason = 'rule';
    let wanting: Wanting | undefined;
    for (const position of siblings.index.candidates((claim) => findClaim(claims, claim))) {
      const rule = siblings.rules[position] as CompiledRule;
      if (!matchesToken(rule, token)) continue;
      const caller = matchesCaller(rule, ask);
      const targets = matchesTargets(rule, token, ask);
      if (caller && targets) return { chosen: rule };
      // To prove who one is helps only where the rule allows what is asked for.
      if (targets) {
        refused = 'client';
        wanting ??= { rule: rule.rule.name, clients: [...(rule.clients ?? [])] };
      } else if (refused === 'rule') refused = 'target';
    }
    const narrowest = siblings.narrowest(token, ask);
    return { refused, narrowest, ...(wanting !== undefined && { wanting }) };
  };

  const foresee = (token: TokenView, ask: Ask): Outcome => {
    const choice = choose(token, ask);
    return 'chosen' in choice ? preview(choice.chosen, token, ask) : choice;
  };

  return {
    decide(token, ask = ASK_NOTHING) {
      const choice = choose(token, ask);
      return 'chosen' in choice ? { granted: makeGrant(choice.chosen, token, ask) } : choice;
    },
    preview: (token, ask = ASK_NOTHING) => foresee(token, ask),
    explain: (token, ask = ASK_NOTHING) => ({
      outcome: foresee(token, ask),
      rules: explainRules(compiled, token, ask),
    }),
    claimNames: [...new Set(compiled.flatMap(claimNames))].sort(),
    once: compiled.some(({ once }) => once),
  };
}

function claimNames({ copy, claims }: CompiledRule): readonly string[] {
  return [...copy, ...claims.map(([name]) => name)];
}

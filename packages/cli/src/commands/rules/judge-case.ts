import { isDeepStrictEqual } from 'node:util';
import type { RuleCase } from '@drawbridge/node/config';
import type { Outcome, RuleSet } from '@drawbridge/rules';

/** What became of a case. */
export interface CaseResult {
  readonly name: string;
  readonly passed: boolean;
  /** What is not as expected, a sentence each; empty when it passed. */
  readonly faults: readonly string[];
}

/** Asks the rules about a case, and compares what they say with what is expected. */
export function judgeCase(rules: RuleSet, given: RuleCase): CaseResult {
  const { name, claims, client, expect } = given;
  const audiences = given.audience === undefined ? [] : [given.audience].flat();
  const { outcome } = rules.explain({ issuer: claims.iss, claims }, { audiences, client });
  const faults = 'denied' in expect ? denialFaults(expect, outcome) : grantFaults(expect, outcome);
  return { name, passed: faults.length === 0, faults };
}

type Expected = RuleCase['expect'];

function denialFaults(
  { denied }: Extract<Expected, { denied: unknown }>,
  outcome: Outcome,
): readonly string[] {
  if ('allowed' in outcome)
    return [`it is allowed by ${outcome.allowed.rule}, and should be denied`];
  const why = 'unfit' in outcome ? 'claim' : outcome.refused;
  if (denied === true || denied === why) return [];
  return [`it is denied (${why}), and should be denied (${denied})`];
}

function grantFaults(
  expected: Extract<Expected, { rule: unknown }>,
  outcome: Outcome,
): readonly string[] {
  if ('refused' in outcome) {
    return [`it is denied (${outcome.refused}), and should be allowed by ${expected.rule}`];
  }
  if ('unfit' in outcome) return [outcome.unfit];
  const { rule, audiences, claims, lifetime, algorithm, once = false } = outcome.allowed;
  const found = {
    rule,
    audience: audiences.length === 1 ? audiences[0] : audiences,
    claims,
    lifetime,
    algorithm,
    once,
  };
  return Object.entries(expected).flatMap(([member, wanted]) => {
    const value = found[member as keyof typeof found];
    if (wanted === undefined || isDeepStrictEqual(normal(value), normal(wanted))) return [];
    return [
      `${member}: found ${JSON.stringify(value) ?? 'none'}, wanted ${JSON.stringify(wanted)}`,
    ];
  });
}

/** Without the prototypes and the order of members, which are no difference. */
function normal(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

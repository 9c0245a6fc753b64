import type { Algorithm } from '@drawbridge/core';
import {
  type CompiledClaim,
  compileClaimTree,
  type NeededClaim,
} from './claims/compile-claim-tree.ts';
import { type CompiledCondition, compileCondition } from './condition/compile-condition.ts';
import type { RegexCompiler } from './condition/regex.ts';
import { copiedClaims } from './copied-claims.ts';
import { toList } from './to-list.ts';
import { DEFAULT_LIFETIME } from './limits.ts';
import type { Rule, Scalar } from './rule.ts';
import type { Indexable } from './rule-index.ts';

/** A rule made ready to decide. */
export interface CompiledRule extends Indexable {
  readonly rule: Rule;
  readonly issuer: string;
  readonly conditions: readonly PathCondition[];
  /** The upstream claims without which its templates cannot be filled. */
  readonly needs: readonly NeededClaim[];
  /** The clients that may call; `undefined`: anybody. */
  readonly clients: ReadonlySet<string> | undefined;
  /** What it may be for, the default first; `undefined`: whatever the upstream token is for. */
  readonly audiences: readonly string[] | undefined;
  readonly copy: readonly string[];
  readonly claims: readonly (readonly [name: string, claim: CompiledClaim])[];
  /** Seconds. */
  readonly lifetime: number;
  readonly algorithm: Algorithm | undefined;
  /** Whether a token is exchanged once. */
  readonly once: boolean;
}

/** A condition and the claim that it is about. */
interface PathCondition {
  readonly path: string;
  readonly condition: CompiledCondition;
}

/**
 * Compiles a rule that has no fault.
 *
 * @param regex - needed when the rule has a regular expression
 */
export function compileRule(rule: Rule, regex: RegexCompiler | undefined): CompiledRule {
  const { match, grant } = rule;
  const conditions = Object.entries(match.claims ?? {}).map(([path, condition]) => ({
    path,
    condition: compileCondition(condition, regex),
  }));
  const claims = Object.entries(grant.claims ?? {}).map(
    ([name, tree]) => [name, compileClaimTree(tree)] as const,
  );
  return {
    rule,
    issuer: match.issuer,
    conditions,
    needs: furtherNeeds(
      claims.flatMap(([, { needs }]) => needs),
      conditions,
    ),
    finite: finiteValues(conditions),
    clients: match.client === undefined ? undefined : new Set(toList(match.client)),
    audiences: grant.audience === undefined ? undefined : toList(grant.audience),
    copy: copiedClaims(grant),
    claims,
    lifetime: grant.lifetime ?? DEFAULT_LIFETIME,
    algorithm: grant.algorithm,
    once: grant.once === true,
  };
}

/** Each needed claim once, without those that a condition sees to. */
function furtherNeeds(
  needs: readonly NeededClaim[],
  conditions: readonly PathCondition[],
): readonly NeededClaim[] {
  const asText = new Map<string, boolean>();
  for (const need of needs) {
    const seen = conditions.some(
      ({ path, condition }) =>
        path === need.path && (!need.asText || condition.element === undefined),
    );
    if (!seen) asText.set(need.path, need.asText || asText.get(need.path) === true);
  }
  return [...asText].map(([path, text]) => ({ path, asText: text }));
}

function finiteValues(
  conditions: readonly PathCondition[],
): ReadonlyMap<string, readonly Scalar[]> {
  const finite = new Map<string, readonly Scalar[]>();
  for (const { path, condition } of conditions) {
    if (condition.values !== undefined) finite.set(path, condition.values);
  }
  return finite;
}

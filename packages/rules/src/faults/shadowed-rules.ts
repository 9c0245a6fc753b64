import type { CompiledRule } from '../compile-rule.ts';
import { implies } from '../condition/implies.ts';
import { groupByIssuer } from '../group-by-issuer.ts';
import { widerCandidates } from './wider-candidates.ts';

/** A rule that can never decide, and the one before it that always does in its place. */
export interface ShadowedRule {
  readonly rule: CompiledRule;
  readonly by: CompiledRule;
}

/**
 * Finds the rules that can never decide, because an earlier one takes every token, caller and
 * wish that they would. Where two patterns cannot be compared, no such claim is made.
 */
export function findShadowedRules(rules: readonly CompiledRule[]): readonly ShadowedRule[] {
  return [...groupByIssuer(rules).values()].flatMap((own) => {
    const candidates = widerCandidates(own);
    return own.flatMap((rule, position) => {
      const earlier = candidates(rule)
        .filter((candidate) => candidate < position)
        .map((candidate) => own[candidate] as CompiledRule);
      const by = earlier.find((candidate) => covers(candidate, rule));
      return by === undefined ? [] : [{ rule, by }];
    });
  });
}

function covers(wide: CompiledRule, narrow: CompiledRule): boolean {
  return (
    coversTokens(wide, narrow) &&
    coversAll(wide.clients, narrow.clients) &&
    coversAudiences(wide.audiences, narrow.audiences)
  );
}

function coversTokens(wide: CompiledRule, narrow: CompiledRule): boolean {
  const conditionsMet = wide.conditions.every(({ path, condition }) =>
    narrow.conditions.some((other) => other.path === path && implies(other.condition, condition)),
  );
  const needsMet = wide.needs.every(
    ({ path, asText }) =>
      narrow.needs.some((need) => need.path === path && (need.asText || !asText)) ||
      narrow.conditions.some(
        (other) => other.path === path && (!asText || other.condition.element === undefined),
      ),
  );
  return conditionsMet && needsMet;
}

function coversAudiences(
  wide: readonly string[] | undefined,
  narrow: readonly string[] | undefined,
): boolean {
  // A rule that passes the upstream's audience on covers nothing but its like.
  if (wide === undefined || narrow === undefined) return wide === narrow;
  const taken = new Set(wide);
  return narrow.every((audience) => taken.has(audience));
}

function coversAll(
  wide: ReadonlySet<string> | undefined,
  narrow: ReadonlySet<string> | undefined,
): boolean {
  if (wide === undefined) return true;
  return narrow !== undefined && [...narrow].every((client) => wide.has(client));
}

import { quote } from '@drawbridge/core';
import { describeCondition } from './condition/describe-condition.ts';
import { findClaim } from './claims/find-claim.ts';
import { meetsNeed } from './claims/compile-claim-tree.ts';
import type { CompiledRule } from './compile-rule.ts';
import { upstreamAudiences } from './upstream-audiences.ts';
import type { Ask, TokenView } from './token-view.ts';

/** Whether a token is one that the rule is about, whoever calls and whatever is asked for. */
export function matchesToken({ conditions, needs }: CompiledRule, { claims }: TokenView): boolean {
  return (
    conditions.every(({ path, condition }) => condition.meets(findClaim(claims, path))) &&
    needs.every((need) => meetsNeed(need, claims))
  );
}

/** Whether the rule serves this caller. */
export function matchesCaller({ clients }: CompiledRule, { client }: Ask): boolean {
  return clients === undefined || (client !== undefined && clients.has(client));
}

/** Whether the rule allows all that is asked for. */
export function matchesTargets(
  { audiences }: CompiledRule,
  { claims }: TokenView,
  { audiences: asked }: Ask,
): boolean {
  if (asked.length === 0) return true;
  const allowed = audiences ?? upstreamAudiences(claims);
  return asked.every((audience) => allowed.includes(audience));
}

/** One thing that a rule looks at, and what came of it. */
export interface Check {
  /** In words: `ref matches "release/*"`. */
  readonly what: string;
  readonly met: boolean;
  /** The token's value as JSON, cut when long; `undefined` where the token has none. */
  readonly seen?: string;
}

/** All that a rule looks at, in order, each with its outcome. */
export function listChecks(rule: CompiledRule, token: TokenView, ask: Ask): readonly Check[] {
  const { claims } = token;
  const checks: Check[] = [
    {
      what: `iss = ${JSON.stringify(rule.issuer)}`,
      met: rule.issuer === token.issuer,
      seen: quote(token.issuer),
    },
    ...rule.conditions.map(({ path, condition }) => {
      const value = findClaim(claims, path);
      return {
        what: describeCondition(path, condition.source),
        met: condition.meets(value),
        ...(value !== undefined && { seen: quote(value) }),
      };
    }),
    ...rule.needs.map((need) => {
      const value = findClaim(claims, need.path);
      return {
        what: `${need.path} is there${need.asText ? ', as text or number' : ''}, for a template`,
        met: meetsNeed(need, claims),
        ...(value !== undefined && { seen: quote(value) }),
      };
    }),
  ];
  if (rule.clients !== undefined) {
    checks.push({
      what: `the caller is ${[...rule.clients].join(' or ')}`,
      met: matchesCaller(rule, ask),
      ...(ask.client !== undefined && { seen: quote(ask.client) }),
    });
  }
  if (ask.audiences.length > 0) {
    checks.push({
      what: `it may be for ${(rule.audiences ?? ['whatever the upstream token is for']).join(', ')}`,
      met: matchesTargets(rule, token, ask),
      seen: ask.audiences.map(quote).join(', '),
    });
  }
  return checks;
}

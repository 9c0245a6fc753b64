import { configError, type VerifiedToken } from '@drawbridge/core';
import { findRuleFaults } from './find-rule-faults.ts';
import { DEFAULT_LIFETIME } from './lifetime.ts';
import type { Rule } from './rule.ts';

/** What the rules decided to hand out for a token. */
export interface Grant {
  /** Name of the rule that decided. */
  readonly rule: string;
  readonly audience: string;
  /** Claims for the new token. */
  readonly claims: ReadonlyMap<string, unknown>;
  /** Seconds. */
  readonly lifetime: number;
}

/** Rules made ready to decide. Immutable. */
export interface RuleSet {
  /**
   * Decides what a token may be exchanged for: the first rule that matches.
   *
   * @returns `undefined` when no rule matches; then nothing is handed out
   */
  decide(token: VerifiedToken): Grant | undefined;
  /** The names of all claims that some rule may put into a token, sorted. */
  readonly claimNames: readonly string[];
}

interface CompiledRule {
  readonly name: string;
  readonly conditions: readonly (readonly [claim: string, value: string])[];
  readonly audience: string;
  readonly copy: readonly string[];
  readonly lifetime: number;
}

/**
 * Compiles rules once, so that a decision costs a look-up by issuer and the rules
 * of that issuer alone.
 *
 * @param path - where the rules stand in the configuration, for messages
 * @throws {DrawbridgeError} `config_invalid`, with every fault of every rule
 */
export function compileRules(rules: readonly Rule[], path = 'rules'): RuleSet {
  const faults = findRuleFaults(rules, path);
  if (faults.length > 0) throw configError(faults);

  const byIssuer = new Map<string, CompiledRule[]>();
  for (const rule of rules) {
    const compiled = compileRule(rule);
    const siblings = byIssuer.get(rule.match.issuer);
    if (siblings === undefined) byIssuer.set(rule.match.issuer, [compiled]);
    else siblings.push(compiled);
  }

  return {
    decide(token) {
      const rule = byIssuer.get(token.issuer)?.find((candidate) => matches(candidate, token));
      if (rule === undefined) return undefined;
      return {
        rule: rule.name,
        audience: rule.audience,
        lifetime: rule.lifetime,
        claims: copyClaims(rule.copy, token),
      };
    },
    claimNames: [...new Set([...byIssuer.values()].flat().flatMap((rule) => rule.copy))].sort(),
  };
}

function compileRule({ name, match, grant }: Rule): CompiledRule {
  return {
    name,
    conditions: Object.entries(match.claims ?? {}),
    audience: grant.audience,
    copy: grant.copy ?? ['sub'],
    lifetime: grant.lifetime ?? DEFAULT_LIFETIME,
  };
}

function matches(rule: CompiledRule, token: VerifiedToken): boolean {
  return rule.conditions.every(([claim, value]) => token.claim(claim) === value);
}

function copyClaims(names: readonly string[], token: VerifiedToken): ReadonlyMap<string, unknown> {
  const claims = new Map<string, unknown>();
  for (const name of names) {
    const value = token.claim(name);
    if (value !== undefined && value !== null) claims.set(name, value);
  }
  return claims;
}

import { configError, type ConfigFault, RESERVED_CLAIMS, type VerifiedToken } from '@drawbridge/core';
import type { Rule } from './rule.ts';

/** Seconds that a token lives when a rule does not say. */
export const DEFAULT_LIFETIME = 600;
/** The most that a rule may say, in seconds: the longest session that AWS gives. */
export const MAX_LIFETIME = 43_200;

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
  const faults = findFaults(rules, path);
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

function findFaults(rules: readonly Rule[], path: string): readonly ConfigFault[] {
  if (rules.length === 0) {
    return [{ path, message: 'has no rule, and without a rule no token is handed out' }];
  }
  const seen = new Set<string>();
  return rules.flatMap((rule, index) => {
    const at = `${path}[${index}]`;
    const faults = ruleFaults(rule, at);
    if (seen.has(rule.name)) {
      faults.push({ path: `${at}.name`, message: `another rule is named "${rule.name}" too` });
    }
    seen.add(rule.name);
    return faults;
  });
}

function ruleFaults({ name, match, grant }: Rule, at: string): ConfigFault[] {
  const faults: ConfigFault[] = [];
  const require = (fine: boolean, path: string, message: string) => {
    if (!fine) faults.push({ path: `${at}.${path}`, message });
  };
  require(name !== '', 'name', 'is empty');
  require(match.issuer !== '', 'match.issuer', 'is empty');
  require(grant.audience !== '', 'grant.audience', 'is empty');
  const { lifetime = DEFAULT_LIFETIME, copy = [] } = grant;
  require(
    Number.isSafeInteger(lifetime) && lifetime >= 1 && lifetime <= MAX_LIFETIME,
    'grant.lifetime',
    `is not a whole number of seconds from 1 to ${MAX_LIFETIME}`,
  );
  for (const reserved of RESERVED_CLAIMS) {
    require(
      !copy.includes(reserved),
      'grant.copy',
      `has "${reserved}", which is set by minting alone`,
    );
  }
  return faults;
}

import type { ConfigFault } from '@drawbridge/core';
import { type CompiledRule, compileRule } from '../compile-rule.ts';
import type { RegexCompiler } from '../condition/regex.ts';
import { regexCompilerFor } from '../regex-compiler-for.ts';
import type { Rule } from '../rule.ts';
import { toList } from '../to-list.ts';
import { conditionFault } from './condition-faults.ts';
import { grantFaults } from './grant-faults.ts';
import { findShadowedRules } from './shadowed-rules.ts';

/**
 * Everything that is wrong with rules, each fault with its path; among it the rules that can
 * never decide.
 *
 * @param rules - `undefined` stands for one that is known to be wrong, and is passed over
 * @param path - where the rules stand in the configuration
 */
export async function findRuleFaults(
  rules: readonly (Rule | undefined)[],
  path: string,
): Promise<readonly ConfigFault[]> {
  if (rules.length === 0) {
    return [{ path, message: 'has no rule, and without a rule no token is handed out' }];
  }
  const regex = await regexCompilerFor(rules.filter((rule) => rule !== undefined));
  const seen = new Set<string>();
  const sound = new Map<CompiledRule, string>();
  const faults = rules.flatMap((rule, index) => {
    if (rule === undefined) return [];
    const at = `${path}[${index}]`;
    const own = ruleFaults(rule, at, regex);
    if (own.length === 0) sound.set(compileRule(rule, regex), at);
    if (seen.has(rule.name)) {
      own.push({
        path: `${at}.name`,
        message: `is "${rule.name}", as an earlier rule is named too`,
      });
    }
    seen.add(rule.name);
    return own;
  });
  return [...faults, ...unreachable(sound)];
}

function ruleFaults(
  { name, match, grant }: Rule,
  at: string,
  regex: RegexCompiler | undefined,
): ConfigFault[] {
  const faults: ConfigFault[] = [];
  const add = (path: string, message: string) => faults.push({ path: `${at}.${path}`, message });
  if (name === '') add('name', 'is empty');
  if (match.issuer === '') add('match.issuer', 'is empty');
  for (const [claim, condition] of Object.entries(match.claims ?? {})) {
    const fault = claim === '' ? 'is a claim without a name' : conditionFault(condition, regex);
    if (fault !== undefined) add(`match.claims.${claim}`, fault);
  }
  if (match.client !== undefined) {
    const clients = toList(match.client);
    if (clients.length === 0) add('match.client', 'is an empty list');
    if (clients.includes('')) add('match.client', 'is empty');
  }
  for (const [where, message] of grantFaults(grant)) add(`grant.${where}`, message);
  return faults;
}

function unreachable(sound: ReadonlyMap<CompiledRule, string>): readonly ConfigFault[] {
  return findShadowedRules([...sound.keys()]).map(({ rule, by }) => ({
    path: sound.get(rule) ?? '',
    message: `can never decide: "${by.rule.name}", which comes before it, takes every token that it would`,
  }));
}

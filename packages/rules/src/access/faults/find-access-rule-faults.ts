import type { ConfigFault } from '@drawbridge/core';
import type { RegexCompiler } from '../../condition/regex.ts';
import { regexCompilerFor } from '../../regex-compiler-for.ts';
import { toList } from '../../to-list.ts';
import type { AccessRule } from '../access-rule.ts';
import { type CompiledAccessRule, compileAccessRule, saysWho } from '../compile-access-rule.ts';
import { isEmail } from '../person-checks.ts';
import { matchFaults } from './match-faults.ts';
import { findShadowedAccessRules } from './shadowed-access-rules.ts';

/** What rules are to fit to, beside themselves. */
export interface AccessSurroundings {
  /**
   * Names of all providers. A rule then names none that is not there; and where there are several it says whose subjects,
   * groups and claims it means, for each gives its own to whom it likes.
   */
  readonly providers?: readonly string[];
}

/**
 * Everything that is wrong with access rules, each fault with its path; among it the rules that can never decide.
 *
 * @param rules - `undefined` stands for one that is known to be wrong, and is passed over
 * @param path - where the rules stand in the configuration
 */
export async function findAccessRuleFaults(
  rules: readonly (AccessRule | undefined)[],
  path: string,
  surroundings: AccessSurroundings = {},
): Promise<readonly ConfigFault[]> {
  if (rules.length === 0) {
    return [{ path, message: 'has no rule, and without a rule nobody gets in' }];
  }
  const regex = await regexCompilerFor(rules.filter((rule) => rule !== undefined));
  const seen = new Set<string>();
  const sound = new Map<CompiledAccessRule, string>();
  const faults = rules.flatMap((rule, index) => {
    if (rule === undefined) return [];
    const at = `${path}[${index}]`;
    const own = ruleFaults(rule, regex, surroundings);
    if (own.length === 0) sound.set(compileAccessRule(rule, regex), at);
    if (seen.has(rule.name))
      own.push(['name', `is "${rule.name}", as an earlier rule is named too`]);
    seen.add(rule.name);
    return own.map(([where, message]) => ({ path: `${at}.${where}`, message }));
  });
  return [...faults, ...unreachable(sound)];
}

function ruleFaults(
  rule: AccessRule,
  regex: RegexCompiler | undefined,
  surroundings: AccessSurroundings,
): [where: string, message: string][] {
  const { name, match } = rule;
  return [
    ...(name === '' ? [['name', 'is empty'] as [string, string]] : []),
    ...matchFaults(match, regex).map(([where, message]): [string, string] => [
      `match.${where}`,
      message,
    ]),
    ...effectFaults(rule),
    ...providerFaults(rule, surroundings),
  ];
}

/** What a rule does must be said once, and be told by no omission. */
function effectFaults({ match, allow, deny }: AccessRule): [where: string, message: string][] {
  if (deny === true) {
    return allow === undefined
      ? []
      : [['deny', 'stands beside allow, and a rule does one of both']];
  }
  if (allow !== undefined) {
    const message = `is "${allow}", and match says who is meant: leave one of them out`;
    return saysWho(match) ? [['allow', message]] : [];
  }
  if (saysWho(match)) return [];
  return [
    [
      'match',
      'says nothing of a person: say who is meant (users, domains, groups, …), or allow: signed-in, allow: anyone or deny: true',
    ],
  ];
}

function providerFaults(
  { match: { providers, users = [], groups, claims } }: AccessRule,
  { providers: known }: AccessSurroundings,
): [where: string, message: string][] {
  if (known === undefined) return [];
  if (providers !== undefined) {
    return toList(providers)
      .filter((name) => !known.includes(name))
      .map((name) => [
        'match.providers',
        `has ${JSON.stringify(name)}, which is none of the providers: ${known.join(', ')}`,
      ]);
  }
  if (known.length < 2) return [];
  const own = [
    ...(toList(users).every(isEmail) ? [] : ['subjects']),
    ...(groups === undefined ? [] : ['groups']),
    ...(claims === undefined ? [] : ['claims']),
  ];
  if (own.length === 0) return [];
  return [
    [
      'match',
      `does not say whose ${own.join(', ')} it means: name providers, for ${known.join(' and ')} each give their own`,
    ],
  ];
}

function unreachable(sound: ReadonlyMap<CompiledAccessRule, string>): readonly ConfigFault[] {
  return findShadowedAccessRules([...sound.keys()]).map(({ rule, by }) => ({
    path: sound.get(rule) ?? '',
    message: `can never decide: "${by.rule.name}", which comes before it, decides of all that it would`,
  }));
}

import { configError } from '@drawbridge/core';
import { regexCompilerFor } from '../regex-compiler-for.ts';
import { createRuleIndex } from '../rule-index.ts';
import type { AccessDecision, AccessPerson, AccessTarget } from './access.ts';
import type { AccessRule } from './access-rule.ts';
import { type CompiledAccessRule, compileAccessRule, judgeRule } from './compile-access-rule.ts';
import { type AccessExplanation, explainAccessRule } from './explain-access.ts';
import { findAccessRuleFaults } from './faults/find-access-rule-faults.ts';
import type { AccessSurroundings } from './faults/surroundings-faults.ts';
import { readPerson } from './person-checks.ts';
import { type IndexedBy, readTarget } from './target-checks.ts';
import { type Untold, whyKeptOut, whyNotLetIn } from './why.ts';

/** Access rules made ready to decide. Immutable. */
export interface AccessRules {
  /**
   * Decides who may reach what: by the first rule that holds. Without one, nobody may.
   *
   * @param person - `undefined` while nobody is signed in
   */
  decide(target: AccessTarget, person?: AccessPerson): AccessDecision;
  /** Says why {@link decide} decides as it does. */
  explain(target: AccessTarget, person?: AccessPerson): AccessExplanation;
}

/**
 * Compiles access rules once, so that a decision costs a look-up by host or path, whichever tells more of them apart,
 * and then the few rules that are left.
 *
 * @param path - where the rules stand in the configuration, for messages
 * @param surroundings - what the rules are to fit to
 * @throws {DrawbridgeError} `config_invalid`, with every fault of every rule
 */
export async function compileAccessRules(
  rules: readonly AccessRule[],
  path = 'rules',
  surroundings: AccessSurroundings = {},
): Promise<AccessRules> {
  // What is judged is what is kept: nobody changes it between, or afterwards.
  const own = structuredClone(rules);
  const faults = await findAccessRuleFaults(own, path, surroundings);
  if (faults.length > 0) throw configError(faults);
  const regex = await regexCompilerFor(own);
  const compiled = own.map((rule) => compileAccessRule(rule, regex));
  const index = createRuleIndex(compiled);

  const decide = (asked: AccessTarget, who: AccessPerson | undefined): AccessDecision => {
    const target = readTarget(asked);
    if (typeof target === 'string') return { kind: 'denied', why: target };
    const person = who && readPerson(who);
    const untold: Untold[] = [];
    let mayBePerson = false;
    for (const position of index.candidates((name) => target[name as IndexedBy])) {
      const candidate = compiled[position] as CompiledAccessRule;
      const { name, allow } = candidate.rule;
      const { kind, unknown } = judgeRule(candidate, target, person);
      if (kind === 'wants-person') mayBePerson = true;
      if (kind === 'unknown' && unknown !== undefined) untold.push({ rule: name, unknown });
      if (kind !== 'holds') continue;
      if (!candidate.denies) return { kind: 'allowed', rule: name, isPublic: allow === 'anyone' };
      // A rule before it may let in who it is, once that is known.
      if (mayBePerson) return { kind: 'signIn' };
      return { kind: 'denied', why: whyKeptOut(name, unknown), rule: name };
    }
    return mayBePerson ? { kind: 'signIn' } : { kind: 'denied', why: whyNotLetIn(untold) };
  };

  return {
    decide,
    explain: (asked, who) => {
      const target = readTarget(asked);
      const person = who && readPerson(who);
      return {
        decision: decide(asked, who),
        rules:
          typeof target === 'string'
            ? []
            : compiled.map((rule) => explainAccessRule(rule, target, person)),
      };
    },
  };
}

import { configError } from '@drawbridge/core';
import { regexCompilerFor } from '../regex-compiler-for.ts';
import type { AccessDecision, AccessPerson, AccessTarget } from './access.ts';
import { createAccessIndex } from './access-index.ts';
import type { AccessRule } from './access-rule.ts';
import { compileAccessRule } from './compile-access-rule.ts';
import { decideAmong } from './decide-among.ts';
import { type AccessExplanation, explainAccessRule } from './explain-access.ts';
import { findAccessRuleFaults } from './faults/find-access-rule-faults.ts';
import type { AccessSurroundings } from './faults/surroundings-faults.ts';
import { readPerson } from './person-checks.ts';
import { readTarget } from './target-checks.ts';

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
 * Compiles access rules once, so that a decision costs a look-up by host, path, user, group or whatever else tells most of
 * them apart, and then the few rules that are left.
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
  const index = createAccessIndex(compiled);

  const decide = (asked: AccessTarget, who: AccessPerson | undefined): AccessDecision => {
    const target = readTarget(asked);
    if (typeof target === 'string') return { kind: 'denied', why: target };
    const person = who && readPerson(who);
    return decideAmong(compiled, index.candidates(target, person), target, person);
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

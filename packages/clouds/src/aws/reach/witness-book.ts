import type { CompiledStatement } from '../evaluate/compile-statement.ts';
import type { RoleModel } from './role-model.ts';
import type { RuleModel } from './rule-model.ts';
import type { Witness } from './witness.ts';

/** The witnesses of each rule: what it mints for one of them may be let in by another role, too. */
export interface WitnessBook {
  /** One that a statement lets in, and that the whole policy does. */
  find(rule: RuleModel, role: RoleModel, statement: CompiledStatement): Witness | undefined;
  add(rule: RuleModel, witness: Witness): void;
}

/** How many of a rule are tried: roles with the same conditions come in rows. */
const MOST = 4;

/** Makes an empty book. */
export function createWitnessBook(): WitnessBook {
  const known = new Map<RuleModel, readonly Witness[]>();
  return {
    find(rule, role, statement) {
      return known.get(rule)?.find(({ minted, sessionName }) => {
        const keys = role.askOf(minted, sessionName);
        if (statement.judge(keys) !== true) return false;
        const { token, context } = keys.request;
        return role.policy.decide(token, context) === 'allowed';
      });
    },
    add(rule, witness) {
      known.set(rule, [witness, ...(known.get(rule) ?? [])].slice(0, MOST));
    },
  };
}

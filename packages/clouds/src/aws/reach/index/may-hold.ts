import { meets } from '@drawbridge/rules/analysis';
import type { CompiledStatement } from '../../evaluate/compile-statement.ts';
import type { ConditionTable } from '../require-condition.ts';
import type { RuleModel } from '../rule-model.ts';

/** Whether each condition of a statement, on its own, may hold for something that a rule mints. It is quick, and says no to most. */
export function mayHold(
  rule: RuleModel,
  { conditions }: CompiledStatement,
  table: ConditionTable,
): boolean {
  return conditions.every((compiled) => {
    const minted = rule.textsOf(compiled.condition.key);
    if (minted === undefined) return true;
    return meets(minted, table.textsOf(compiled, 'holds').texts);
  });
}

import type { CompiledStatement } from '../evaluate/compile-statement.ts';
import type { RoleModel } from './role-model.ts';
import type { ReachAnswer } from './witness.ts';

/**
 * The answers about one rule: what it mints for one role may be let in by another, too. Each is there once, however many roles it is the answer
 * about: there may be thousands of rules, and ten thousand roles for each.
 */
export interface AnswerBook {
  /** One with a token that a statement lets in, and that the whole policy does. */
  find(role: RoleModel, statement: CompiledStatement): YesAnswer | undefined;
  /** @returns the same answer, or one that was there before and says the same */
  add(statement: CompiledStatement, answer: ReachAnswer): ReachAnswer;
}

type YesAnswer = Extract<ReachAnswer, { reach: 'yes' }>;

/** How many of the last answers are tried: roles with like conditions come in rows. */
const MOST = 4;

/** Makes an empty book, for one rule. */
export function createAnswerBook(): AnswerBook {
  const byText = new Map<string, ReachAnswer>();
  const byStatement = new Map<CompiledStatement, YesAnswer>();
  let last: readonly YesAnswer[] = [];
  return {
    find(role, statement) {
      // Roles with the same policy share its statements, and mostly let in the same.
      const own = byStatement.get(statement);
      if (own !== undefined && letsIn(role, statement, own)) return own;
      const found = last.find((answer) => answer !== own && letsIn(role, statement, answer));
      if (found !== undefined) byStatement.set(statement, found);
      return found;
    },
    add(statement, answer) {
      const text = JSON.stringify(answer);
      const known = byText.get(text) ?? answer;
      byText.set(text, known);
      if (known.reach === 'yes') {
        byStatement.set(statement, known);
        last = [known, ...last.filter((other) => other !== known)].slice(0, MOST);
      }
      return known;
    },
  };
}

function letsIn(role: RoleModel, statement: CompiledStatement, { witness }: YesAnswer): boolean {
  const keys = role.askOf(witness.minted, witness.sessionName);
  if (statement.judge(keys) !== true) return false;
  const { token, context } = keys.request;
  return role.policy.decide(token, context) === 'allowed';
}
